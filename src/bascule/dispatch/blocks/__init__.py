"""One block of the program per kind of asset: each adds its columns and rows and reads its part of the answer."""
