"""Counts the files of the server that a request runs through, and their lines: what somebody reads to follow it.

    python3 tools/reading-lists [--tree FOLDER] [--list]

Each request is sent a few times to a server whose lines are counted. A file is on the list if one of its lines ran for each of them, more often
than in a server that only did what comes before, such as signing in.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TIMES = 2
REQUESTS = {
    "client_credentials": "client credentials",
    "refresh": "refresh",
    "authorize": "authorize, with password and consent",
    "secret_by_api": "add a secret, by API",
    "secret_by_page": "add a secret, by page",
}


def run(command, **options):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)


def hits(tree, name, times):
    """How often each line of each file ran, by file, when a request is sent so many times."""
    with tempfile.TemporaryDirectory() as folder:
        binaries, result = f"{folder}/server", f"{folder}/coverage.json"
        shutil.copytree(tree / "src/Tokenhouse.Server/bin/Debug/net10.0", binaries)
        run(
            ["dotnet", "msbuild", HERE.parent / "Coverage", "-t:Cover", "-nologo", "-v:q", f"-p:TargetPath={binaries}/Tokenhouse.Server.dll",
             "-p:IncludeTestAssembly=true", "-p:Include=[Tokenhouse.*]*", f"-p:CoverletOutput={result}", "-p:CoverletOutputFormat=json",
             f"-p:Command={sys.executable} -B {HERE / 'play.py'} {binaries} {name} {times}"]
        )  # fmt: skip
        with open(result, encoding="utf-8") as file:
            modules = json.load(file)
    found = {}
    for files in modules.values():
        for file, classes in files.items():
            lines = found.setdefault(os.path.relpath(file, tree), {})
            for methods in classes.values():
                for method in methods.values():
                    for line, count in method["Lines"].items():
                        lines[line] = max(lines.get(line, 0), count)
    return found


def reading_list(tree, name):
    """The files that the request runs through, with their lengths in lines."""
    before, after = hits(tree, name, 0), hits(tree, name, TIMES)
    passed = [
        file
        for file, lines in after.items()
        if any(count - before.get(file, {}).get(line, 0) >= TIMES for line, count in lines.items()) and (tree / file).exists()
    ]
    return {file: len((tree / file).read_text(encoding="utf-8").splitlines()) for file in sorted(passed) if "/obj/" not in file}


def main():
    parser = argparse.ArgumentParser(prog="python3 tools/reading-lists", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tree", type=pathlib.Path, default=HERE.parent.parent, help="another checkout of the project")
    parser.add_argument("--list", action="store_true", help="name the files")
    given = parser.parse_args()
    tree = given.tree.resolve()
    run(["dotnet", "build", tree / "src/Tokenhouse.Server", "--nologo", "-v", "q"])
    run(["dotnet", "restore", HERE.parent / "Coverage", "--nologo", "-v", "q"])
    print("| request | files | lines |\n|---|---:|---:|")
    lists = {}
    for name, title in REQUESTS.items():
        lists[title] = reading_list(tree, name)
        print(f"| {title} | {len(lists[title])} | {sum(lists[title].values()):,} |", flush=True)
    if given.list:
        for title, files in lists.items():
            print(f"\n{title}:", *(f"{length:5} {file}" for file, length in files.items()), sep="\n")


if __name__ == "__main__":
    main()
