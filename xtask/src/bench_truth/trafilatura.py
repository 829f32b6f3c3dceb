# Reads the pages of a .jsonl.xz with Python's trafilatura: one JSON string a page, then the processor seconds.
import json, lzma, sys, time
import trafilatura

rows = [json.loads(line) for line in lzma.open(sys.argv[1], "rt", encoding="utf-8")]
texts = []
start = time.process_time()
for row in rows:
    try:
        texts.append(trafilatura.extract(row["html"], include_comments=False) or "")
    except Exception:
        texts.append("")
seconds = time.process_time() - start
for text in texts:
    print(json.dumps(text))
print(json.dumps({"seconds": seconds}))
