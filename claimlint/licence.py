"""What a regulator may say of a treatment for a condition: the words that rules, rows and jurisdictions share."""

from __future__ import annotations

from enum import Enum


class Status(Enum):
    """What the regulator says of a treatment for a condition."""

    UNLICENSED = "unlicensed"
    OFF_LABEL = "off-label"
    RX_ON_LABEL = "rx-on-label"
    DEVICE_CLEARED = "device-cleared"
    DEVICE_OTHER_USE = "device-other-use"
    BLOOD_PRODUCT = "blood-product"
    SERVICE = "service"
    UNKNOWN = "unknown"
