"""Uploads: single files and zip archives, with guards."""

import io
import zipfile

from builder.imports.sources import from_upload
from tests.builder.conftest import flow_xml


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def test_a_zip_gives_its_metadata_files_and_nothing_else():
    content = archive({"a/flows/One.flow-meta.xml": flow_xml(), "a/package.xml": b"<x/>", "a/script.py": b"import os"})
    [file] = from_upload("all.zip", content)
    assert (file.path, file.kind, file.content) == ("a/flows/One.flow-meta.xml", "flow", flow_xml())


def test_names_that_lead_out_are_not_taken():
    files = from_upload("all.zip", archive({"../../etc/One.flow": flow_xml(), "/abs/Two.flow": flow_xml()}))
    assert [file.error.code for file in files] == ["unsafe_name", "unsafe_name"]
    assert {file.path for file in files} == {"One.flow", "Two.flow"}


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = archive({f"Bomb{number}.flow": b"\0" * 30_000_000 for number in range(3)})
    assert len(bomb) < 200_000
    [file] = from_upload("bomb.zip", bomb)
    assert file.error.code == "zip_too_large"


def test_a_broken_zip_and_an_odd_file_say_what_they_are():
    assert from_upload("all.zip", b"PK\x03\x04 no")[0].error.code == "broken_zip"
    assert from_upload("letter.docx", b"x")[0].error.code == "unknown_file_type"
