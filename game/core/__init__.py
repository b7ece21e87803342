"""The vocabulary every room speaks: units, commands, arrays, dice and the kernel decorator."""
