#!/usr/bin/env python3
"""Reads QR codes with OpenCV's own detector, which shares no code with the decoders of the print gate.

    opencv.py PICTURE...

Prints one line a code: the picture's name, a tab, what the code says.
"""
import sys
from pathlib import Path

import cv2


def read(picture):
    """What every code on a picture says."""
    detector = cv2.QRCodeDetector()
    for scale in (1.0, 0.5, 0.75):
        view = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        _, texts, _, _ = detector.detectAndDecodeMulti(view)
        found = {text for text in texts or () if text}
        if found:
            return sorted(found)
    return []


for name in sys.argv[1:]:
    for text in read(cv2.imread(name, cv2.IMREAD_GRAYSCALE)):
        print(f"{Path(name).name}\t{text}")
