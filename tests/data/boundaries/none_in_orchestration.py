import argparse
from concurrent.futures import ThreadPoolExecutor

from scans import scan_gap, scan_fade

SCANNERS = {"gap": scan_gap, "fade": scan_fade}


def run_all_scanners(symbols, frames):
    found = []
    for symbol in symbols:
        for name, scanner in SCANNERS.items():
            score, reasons = scanner(frames[symbol])
            if score > 0:
                found.append({"symbol": symbol, "scanner": name, "score": score, "reasons": reasons})
    found.sort(key=lambda hit: hit["score"], reverse=True)
    return found


def scan_universe(symbols, frames, workers=4):
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(lambda symbol: run_all_scanners([symbol], frames), symbols))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--symbols", nargs="+", default=[])
    parser.add_argument("--top", type=int, default=10)
    options = parser.parse_args()
    if len(options.symbols) > 500:
        parser.error("too many symbols")
    for hit in run_all_scanners(options.symbols, {})[: options.top]:
        print(hit)


if __name__ == "__main__":
    main()
