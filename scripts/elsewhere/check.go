// Checks what Keepwell gives out of its access log with the library by which Go checks the log of its own modules
// (golang.org/x/mod/sumdb), and with nothing of ours:
//
//	check KEY entry FILE          the proof that an entry stands in the log, a c2sp.org/tlog-proof
//	check KEY continues FILE OLD  the proof that the log continues the one of the checkpoint OLD, a c2sp.org/tlog-witness
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// checkpoint is the size and the root that the key signed, and nothing else.
func checkpoint(text string, key string) tlog.Tree {
	verifier, err := note.NewVerifier(key)
	must(err)
	signed, err := note.Open([]byte(text), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(signed.Text, "\n")
	if len(lines) < 3 || lines[0] != verifier.Name() {
		must(fmt.Errorf("a checkpoint of another log"))
	}
	var tree tlog.Tree
	_, err = fmt.Sscan(lines[1], &tree.N)
	must(err)
	tree.Hash, err = tlog.ParseHash(lines[2])
	must(err)
	return tree
}

func hashes(lines []string) []tlog.Hash {
	var found []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		must(err)
		found = append(found, hash)
	}
	return found
}

func read(file string) string {
	text, err := os.ReadFile(file)
	must(err)
	return string(text)
}

func main() {
	if len(os.Args) < 4 {
		must(fmt.Errorf("check KEY entry FILE | check KEY continues FILE OLD"))
	}
	key, what := os.Args[1], os.Args[2]
	proof, signed, whole := strings.Cut(read(os.Args[3]), "\n\n")
	if !whole {
		must(fmt.Errorf("no checkpoint stands in the proof"))
	}
	lines, now := strings.Split(proof, "\n"), checkpoint(signed, key)
	switch {
	case what == "entry" && len(lines) >= 3 && lines[0] == "c2sp.org/tlog-proof@v1":
		entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
		must(err)
		var index int64
		_, err = fmt.Sscanf(lines[2], "index %d", &index)
		must(err)
		must(tlog.CheckRecord(hashes(lines[3:]), now.N, now.Hash, index, tlog.RecordHash(entry)))
		fmt.Printf("entry %d of %d:\n%s", index, now.N, entry)
	case what == "continues" && len(os.Args) == 5:
		before := checkpoint(read(os.Args[4]), key)
		var size int64
		_, err := fmt.Sscanf(lines[0], "old %d", &size)
		must(err)
		if size != before.N {
			must(fmt.Errorf("the proof begins at %d, the checkpoint at %d", size, before.N))
		}
		must(tlog.CheckTree(hashes(lines[1:]), now.N, now.Hash, before.N, before.Hash))
		fmt.Printf("the log of %d continues that of %d\n", now.N, before.N)
	default:
		must(fmt.Errorf("neither a proof of an entry nor one that a log continues"))
	}
}
