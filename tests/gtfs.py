"""A small bus timetable (GTFS) as a zip, to be changed by tests."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from pathlib import Path

HEAD = "monday,tuesday,wednesday,thursday,friday,saturday,sunday"


def files(today: date, **changed: str) -> dict[str, str]:
    """Line 12 from Aase's street to the choir's and back, every day for two months; one stop is far away."""
    until = today + timedelta(days=60)
    told = {
        "stops": "\ufeffstop_id,stop_name,stop_lat,stop_lon\nA,Nørregade,56.2005,10.9\nB,\"Torvet, øst\",56.2295,10.9\n"
        "C,Langt væk,55.0,9.0\n",
        "routes": "route_id,route_short_name,route_long_name\nR,12,Ringlinjen\n",
        "trips": "route_id,service_id,trip_id,trip_headsign,wheelchair_accessible\nR,S,ud,Torvet,1\n"
        "R,S,hjem,Nørregade,1\n"
        "R,S,fjern,Langt væk,1\n",
        "stop_times": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nud,13:30:00,13:30:00,A,1\n"
        "ud,13:45:00,13:45:00,B,2\nud,15:00:00,15:00:00,C,3\nhjem,16:10:00,16:10:00,B,1\nhjem,16:25:00,16:25:00,A,2\n"
        "fjern,16:10:00,16:10:00,B,1\nfjern,18:25:00,18:25:00,C,2\n",
        "calendar": f"service_id,{HEAD},start_date,end_date\nS,1,1,1,1,1,1,1,{today:%Y%m%d},{until:%Y%m%d}\n",
        "calendar_dates": f"service_id,date,exception_type\nS,{today + timedelta(days=3):%Y%m%d},2\n",
    }  # fmt: skip
    return {f"{name}.txt": text for name, text in (told | changed).items()}


def packed(folder: Path, contents: dict[str, str]) -> Path:
    """The zip."""
    path = folder / "koereplan.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    return path
