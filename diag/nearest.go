package diag

// Nearest returns the candidate that a user most likely meant by name: the one
// with the fewest edits, when these are no more than a third of its letters.
// It returns "" when none is near.
func Nearest(name string, candidates []string) string {
	best, bestDistance := "", len(name)/3+1
	for _, c := range candidates {
		if d := editDistance(name, c); d < bestDistance || d == bestDistance && best == "" && d <= 2 {
			best, bestDistance = c, d
		}
	}
	return best
}

// editDistance is the Levenshtein distance, ignoring the case of ASCII letters.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substitute := diagonal
			if lower(a[i]) != lower(b[j]) {
				substitute++
			}
			diagonal = row[j+1]
			row[j+1] = min(substitute, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
