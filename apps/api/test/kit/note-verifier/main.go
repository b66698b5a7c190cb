// Reads what an AuthEngine gave as evidence of its audit log, with the packages that Go's own checksum database is
// verified with. It knows nothing of AuthEngine but the formats: signed notes, checkpoints and Merkle proofs.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type evidence struct {
	VerifierKey string   `json:"verifier_key"`
	Checkpoints []string `json:"checkpoints"`
	WitnessKey  string   `json:"witness_key"`
	Cosigned    string   `json:"cosigned"`
	Inclusions  []struct {
		Index      int64    `json:"index"`
		Leaf       string   `json:"leaf"`
		Proof      []string `json:"proof"`
		Checkpoint string   `json:"checkpoint"`
	} `json:"inclusions"`
	Consistency []struct {
		From  int      `json:"from"`
		To    int      `json:"to"`
		Proof []string `json:"proof"`
	} `json:"consistency"`
}

func main() {
	var given evidence
	must(json.NewDecoder(os.Stdin).Decode(&given))
	verifier, err := note.NewVerifier(given.VerifierKey)
	must(err)
	known := note.VerifierList(verifier)

	trees := make([]tlog.Tree, len(given.Checkpoints))
	for i, text := range given.Checkpoints {
		trees[i] = open(text, verifier.Name(), known)
	}
	for _, each := range given.Inclusions {
		tree := open(each.Checkpoint, verifier.Name(), known)
		must(tlog.CheckRecord(hashes(each.Proof), tree.N, tree.Hash, each.Index, tlog.RecordHash([]byte(each.Leaf))))
	}
	for _, each := range given.Consistency {
		from, to := trees[each.From], trees[each.To]
		must(tlog.CheckTree(hashes(each.Proof), to.N, to.Hash, from.N, from.Hash))
	}
	witness := newWitness(given.WitnessKey)
	cosigned, err := note.Open([]byte(given.Cosigned), note.VerifierList(verifier, witness))
	must(err)
	if len(cosigned.Sigs) != 2 || cosigned.Sigs[0].Name != verifier.Name() || cosigned.Sigs[1].Name != witness.Name() {
		must(fmt.Errorf("the checkpoint is not signed by the log and the witness: %v", cosigned.Sigs))
	}
	fmt.Printf("%d checkpoints, %d inclusions, %d consistencies, cosigned by %s\n", len(trees), len(given.Inclusions), len(given.Consistency), witness.Name())
}

// A cosignature/v1 key of C2SP tlog-cosignature, as a verifier of golang.org/x/mod/sumdb/note.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newWitness(verifierKey string) *witness {
	parts := strings.SplitN(verifierKey, "+", 3)
	if len(parts) != 3 {
		must(fmt.Errorf("%q is no verifier key", verifierKey))
	}
	id, err := hex.DecodeString(parts[1])
	must(err)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	if len(id) != 4 || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		must(fmt.Errorf("%q is no key of cosignature/v1", verifierKey))
	}
	return &witness{name: parts[0], hash: binary.BigEndian.Uint32(id), key: ed25519.PublicKey(key[1:])}
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }

func (w *witness) Verify(message, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	return ed25519.Verify(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, message)), signature[8:])
}

func open(text, origin string, known note.Verifiers) tlog.Tree {
	opened, err := note.Open([]byte(text), known)
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != origin {
		must(fmt.Errorf("the origin is %q, the key's name is %q", lines[0], origin))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

func hashes(texts []string) []tlog.Hash {
	all := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		all[i] = hash(text)
	}
	return all
}

func hash(text string) tlog.Hash {
	bytes, err := base64.StdEncoding.DecodeString(text)
	must(err)
	if len(bytes) != tlog.HashSize {
		must(fmt.Errorf("%q is no hash", text))
	}
	return tlog.Hash(bytes)
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
