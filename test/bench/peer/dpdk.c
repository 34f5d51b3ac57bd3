/*
 * The peer of engine.bench.ts: DPDK's Toeplitz hashes, from hash to histogram of table indices, on one core.
 *
 * dpdk FLOWS KEY ROUNDS: FLOWS holds 12 bytes a flow (source, destination, source port, destination port, in network
 * order), KEY 40 bytes. Prints JSON: nanoseconds of CPU time per flow of every round, and the histogram of hash AND 127.
 */
#include <rte_byteorder.h>
#include <rte_thash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TUPLE 12
#define KEY 40
#define ENTRIES 128
#define BULK 64

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static uint8_t *contents(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	if (!file || fseek(file, 0, SEEK_END))
		exit(2);
	*size = ftell(file);
	rewind(file);
	uint8_t *bytes = aligned_alloc(64, (*size + 63) / 64 * 64);
	if (!bytes || fread(bytes, 1, *size, file) != *size)
		exit(2);
	fclose(file);
	return bytes;
}

static void numbers(const char *name, const double *values, int n)
{
	printf("\"%s\":[", name);
	for (int i = 0; i < n; i++)
		printf("%s%.4f", i ? "," : "", values[i]);
	printf("],");
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	size_t size, key_size;
	uint8_t *flows = contents(argv[1], &size);
	uint8_t *key = contents(argv[2], &key_size);
	int rounds = atoi(argv[3]);
	uint32_t n = size / TUPLE;
	if (key_size != KEY || n == 0 || rounds < 1)
		return 2;
	uint64_t counts[ENTRIES];
	double *ns = calloc(rounds, sizeof *ns);

	/* What rte_softrss_be wants: the key's words swapped, and tuples of numbers. */
	uint8_t swapped[KEY];
	rte_convert_rss_key((uint32_t *)key, (uint32_t *)swapped, KEY);
	uint32_t *words = malloc(size);
	for (size_t i = 0; i < size / 4; i++)
		words[i] = rte_be_to_cpu_32(((uint32_t *)flows)[i]);
	for (int round = 0; round < rounds; round++) {
		memset(counts, 0, sizeof counts);
		double start = now();
		for (uint32_t i = 0; i < n; i++)
			counts[rte_softrss_be(words + 3 * (size_t)i, 3, swapped) & (ENTRIES - 1)]++;
		ns[round] = (now() - start) / n;
	}
	printf("{");
	numbers("softrss", ns, rounds);

#ifdef RTE_THASH_GFNI_DEFINED
	/* Of the whole key: the last bytes of a tuple take matrices beyond its own length. */
	static uint64_t matrices[KEY];
	rte_thash_complete_matrix(matrices, key, KEY);
	uint64_t expected[ENTRIES];
	memcpy(expected, counts, sizeof counts);
	for (int round = 0; round < rounds; round++) {
		memset(counts, 0, sizeof counts);
		double start = now();
		for (uint32_t i = 0; i < n; i += BULK) {
			uint32_t hashes[BULK], some = n - i < BULK ? n - i : BULK;
			uint8_t *tuples[BULK];
			for (uint32_t k = 0; k < some; k++)
				tuples[k] = flows + (size_t)(i + k) * TUPLE;
			rte_thash_gfni_bulk(matrices, TUPLE, tuples, hashes, some);
			for (uint32_t k = 0; k < some; k++)
				counts[hashes[k] & (ENTRIES - 1)]++;
		}
		ns[round] = (now() - start) / n;
	}
	if (memcmp(expected, counts, sizeof counts)) {
		fprintf(stderr, "rte_thash_gfni_bulk and rte_softrss_be do not agree\n");
		return 3;
	}
	numbers("gfni", ns, rounds);
#endif
	printf("\"counts\":[");
	for (int i = 0; i < ENTRIES; i++)
		printf("%s%lu", i ? "," : "", (unsigned long)counts[i]);
	printf("]}\n");
	return 0;
}
