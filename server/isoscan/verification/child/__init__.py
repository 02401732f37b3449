"""What runs in the child processes of a verification: plain Python that needs nothing of isoscan.

The child belongs to the user's interpreter, where isoscan need not be installed: these modules import the
standard library and one another; pandas and numpy are imported when the bars are made.
"""
