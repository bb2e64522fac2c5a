"""Speed and memory, each figure beside its limit on the same machine in the same minutes (`sinergi bench`)."""
