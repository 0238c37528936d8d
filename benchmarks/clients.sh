#!/usr/bin/env bash
# Third-party clients against `harvester mirror serve` on the demo corpus, with what each prints; see
# tests/test_third_party_clients.py for what must come out.
#
#   benchmarks/clients.sh
#
# PYTHON has harvester and Bio.Entrez [python3], HARVESTER_CLIENTS_PYTHON has easy-entrez and metapub [PYTHON]. Entrez
# Direct is Debian's ncbi-entrez-direct (with curl), rentrez its r-cran-rentrez (with r-base-core). Every client is
# tried; the status is 1 where one is not installed, fails or complains.
set -uo pipefail
cd "$(dirname "$0")/.."
python=$(command -v "${PYTHON:-python3}")
clients=${HARVESTER_CLIENTS_PYTHON:-$python}
harvester=$(dirname "$python")/harvester
work=$(mktemp -d)
failed=0
server=
trap 'if [ -n "$server" ]; then kill "$server"; wait "$server"; fi 2>/dev/null; rm -rf "$work"' EXIT

client() { # NAME; each has a key of its own, as the mirror counts requests by key as NCBI does
  printf '\n== %s\n' "$1"
  NCBI_API_KEY=key$RANDOM
  ENTREZ_KEY=$NCBI_API_KEY
}
export NCBI_API_KEY ENTREZ_KEY EMAIL=clients@example.org TERM=dumb no_proxy=127.0.0.1

told() { # COMMAND…: what it prints, and then what it complains of
  "$@" </dev/null 2>"$work/complaints" | cut -c 1-160 || failed=1
  if [ -s "$work/complaints" ]; then
    cut -c 1-160 "$work/complaints"
    failed=1
  fi
}

show() { # a shell command, in which $B stands for -base URL
  printf '$ %s\n' "$1"
  told bash -o pipefail -c "$1"
}

program() { # COMMAND…: runs the program on stdin, which is shown first
  tee "$work/program" | sed 's/^/> /'
  told "$@" "$work/program" "$url"
}

missing() { printf '\n== %s: not installed\n' "$1"; failed=1; }

"$harvester" mirror build "$work/mirror" data/demo/pubmed_demo.xml || exit 1
"$harvester" mirror serve "$work/mirror" --port 0 2>"$work/announced" &
server=$!
until [ -s "$work/announced" ]; do
  kill -0 "$server" || exit 1
  sleep 0.1
done
cat "$work/announced"
url=$(cut -d ' ' -f 1 "$work/announced")

if "$python" -c 'import Bio' 2>/dev/null; then
  client "Bio.Entrez $("$python" -c 'import Bio; print(Bio.__version__)')"
  program "$python" <<'PYTHON'
import os, sys, urllib.request
from Bio import Entrez, Medline
class Mirror(urllib.request.BaseHandler):
    handler_order = 100
    def https_request(self, request):
        request.full_url = sys.argv[1] + request.full_url.partition("/entrez/eutils/")[2]
        return request
urllib.request.install_opener(urllib.request.build_opener(Mirror))
Entrez.email, Entrez.api_key = os.environ["EMAIL"], os.environ["NCBI_API_KEY"]
print(Entrez.read(Entrez.einfo()))
found = Entrez.read(Entrez.esearch(db="pubmed", term="radiosurgery[ti]", usehistory="y"))
print(found)
key = {"db": "pubmed", "WebEnv": found["WebEnv"], "query_key": found["QueryKey"]}
for start in (0, 2, 4):
    page = Entrez.read(Entrez.efetch(retstart=start, retmax=2, retmode="xml", **key))
    print([str(article["MedlineCitation"]["PMID"]) for article in page["PubmedArticle"]])
for record in Medline.parse(Entrez.efetch(rettype="medline", retmode="text", **key)):
    print(record["PMID"], record["DP"], record["TI"])
for summary in Entrez.parse(Entrez.esummary(**key)):
    print(summary["Id"], summary["PubDate"], summary["Source"])
print(Entrez.read(Entrez.epost("pubmed", id="90000194,90000013")))
print(Entrez.read(Entrez.elink(dbfrom="pubmed", db="pmc", id="90000011")))
PYTHON
else
  missing "Bio.Entrez"
fi

if command -v esearch xtract >/dev/null; then
  client "Entrez Direct $(esearch -version)"
  export B="-base $url"
  search="esearch \$B -db pubmed -query"
  count='xtract -pattern ENTREZ_DIRECT -element Count'
  show 'einfo $B -dbs'
  show 'einfo $B -db pubmed -fields | head -5'
  show "$search 'radiosurgery[ti]'"
  show "$search 'radiosurgery[ti]' | efetch \$B -format xml |
    xtract -pattern PubmedArticle -element MedlineCitation/PMID ArticleTitle"
  show "$search 'radiosurgery[ti]' | efetch \$B -format uid"
  show "$search 'radiosurgery[ti]' | efetch \$B -format docsum |
    xtract -pattern DocumentSummary -element Id PubDate Source"
  show "$search 'hemangiopericytoma[tiab]' -days 36500 -datetype EDAT | $count"
  show "$search 'hemangiopericytoma[tiab]' | efilter \$B -mindate 2000 -maxdate 2004 | $count"
  show 'efetch $B -db pubmed -id 90000013 -format medline | head -12'
  show 'efetch $B -db pubmed -id 90000013 -format abstract'
  show 'epost $B -db pubmed -id 90000194,90000013'
  show 'elink $B -db pubmed -id 90000011,90000019 -target pmc'
else
  missing "Entrez Direct"
fi

if "$clients" -c 'import easy_entrez' 2>/dev/null; then
  client "easy-entrez $("$clients" -c 'from importlib.metadata import version; print(version("easy-entrez"))')"
  program "$clients" <<'PYTHON'
import os, sys
from easy_entrez import EntrezAPI
api = EntrezAPI("clients", os.environ["EMAIL"], api_key=os.environ["NCBI_API_KEY"], server=sys.argv[1])
found = api.search("radiosurgery[ti]", max_results=10)
print(found, found.data["esearchresult"])
pmids = found.data["esearchresult"]["idlist"]
summaries = api.summarize(pmids, max_results=10).data["result"]
print([(pmid, summaries[pmid]["pubdate"], summaries[pmid]["source"]) for pmid in summaries["uids"]])
print([article.findtext("MedlineCitation/PMID") for article in api.fetch(pmids, max_results=10).data])
print(api.link(["90000011"], database="pmc", database_from="pubmed").data)
PYTHON
else
  missing "easy-entrez"
fi

if "$clients" -c 'import metapub' 2>/dev/null; then
  client "metapub $("$clients" -c 'from importlib.metadata import version; print(version("metapub"))')"
  program "$clients" <<'PYTHON'
import sys
from metapub.ncbi_client import NCBIClient
NCBIClient.BASE_URL = sys.argv[1].rstrip("/")
from metapub import PubMedFetcher
fetcher = PubMedFetcher(cachedir=None)
for pmid in fetcher.pmids_for_query("radiosurgery[ti]"):
    article = fetcher.article_by_pmid(pmid)
    print(article.pmid, article.year, article.title)
PYTHON
else
  missing "metapub"
fi

if command -v Rscript >/dev/null && Rscript --vanilla -e 'quit(status = !requireNamespace("rentrez"))' 2>/dev/null; then
  client "rentrez $(Rscript --vanilla -e 'cat(format(packageVersion("rentrez")))')"
  program Rscript --vanilla <<'R'
suppressPackageStartupMessages(library(rentrez))
asks <- get("make_entrez_query", asNamespace("rentrez"))
body(asks)[[2]][[3]][[2]] <- commandArgs(TRUE)[1]
assignInNamespace("make_entrez_query", asks, ns = "rentrez")
print(entrez_db_summary("pubmed"))
found <- entrez_search(db = "pubmed", term = "radiosurgery[ti]", use_history = TRUE)
print(found)
print(found$ids)
articles <- parse_pubmed_xml(entrez_fetch(db = "pubmed", web_history = found$web_history, rettype = "xml"))
print(sapply(articles, function(one) one$pmid))
posted <- entrez_post(db = "pubmed", id = c("90000194", "90000013"))
print(extract_from_esummary(entrez_summary(db = "pubmed", web_history = posted), c("uid", "pubdate", "source")))
print(entrez_link(dbfrom = "pubmed", id = c("90000011", "90000019"), db = "pmc")$links$pubmed_pmc)
R
else
  missing "rentrez"
fi
exit "$failed"
