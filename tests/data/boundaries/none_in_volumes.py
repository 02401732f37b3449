# Disks have volumes, too 💽
import os


def full(volumes, limit=100):
    found = []
    for volume in volumes:
        if volume["volume"] > limit:
            found.append(volume)
    return found


def listed(folder):
    return [name for name in os.listdir(folder) if name.endswith(".vol")]
