/*
 * The peer of the capture benchmark: libpcap's own loop over a file, each packet hashed by a table-driven Toeplitz and
 * counted under its entry; with "flows" also under its flow, in a table with open addressing. Prints: nanoseconds,
 * nanoseconds of processor time, packets, flows, then packets and bytes of each entry and of what has no hash.
 */
#include <pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ENTRIES 128
#define LONGEST 36

/* A cache line, as in the program it is compared with. */
struct flow {
	uint32_t source[4], destination[4], ports, protocol;
	uint64_t packets, bytes;
};

static struct flow *table;
static uint64_t slots, flows;
static int keep_flows;
static uint32_t contribution[LONGEST][256];
static uint64_t packets[ENTRIES + 1], bytes[ENTRIES + 1], total;

static uint32_t window_at(const uint8_t *key, int bit)
{
	uint64_t word = 0;
	for (int i = 0; i < 5; i++) {
		int at = bit / 8 + i;
		word = word << 8 | (at < 40 ? key[at] : 0);
	}
	return (uint32_t)(word >> (8 - bit % 8));
}

static void fill_tables(const uint8_t *key)
{
	for (int i = 0; i < LONGEST; i++)
		for (int value = 0; value < 256; value++)
			for (int bit = 0; bit < 8; bit++)
				if (value & (0x80 >> bit))
					contribution[i][value] ^= window_at(key, i * 8 + bit);
}

static inline uint32_t hash(const uint8_t *input, int first, int length, uint32_t so_far)
{
	for (int i = 0; i < length; i++)
		so_far ^= contribution[first + i][input[i]];
	return so_far;
}

static inline uint16_t be16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static inline uint64_t mix(uint64_t value, uint64_t word)
{
	value = (value ^ word) * 0x9e3779b97f4a7c15u;
	return value ^ value >> 32;
}

static uint64_t place_of(const struct flow *flow)
{
	uint64_t value = mix(flow->ports, flow->protocol);
	for (int i = 0; i < 4; i++)
		value = mix(value, (uint64_t)flow->source[i] << 32 | flow->destination[i]);
	return value & (slots - 1);
}

static void grow(void)
{
	struct flow *old = table;
	uint64_t old_slots = slots;
	slots = slots ? slots * 2 : 4096;
	table = aligned_alloc(64, slots * sizeof *table);
	memset(table, 0, slots * sizeof *table);
	for (uint64_t i = 0; i < old_slots; i++) {
		if (!old[i].packets)
			continue;
		uint64_t at = place_of(&old[i]);
		while (table[at].packets)
			at = (at + 1) & (slots - 1);
		table[at] = old[i];
	}
	free(old);
}

static void count_flow(const uint8_t *addresses, int length, uint32_t ports, uint32_t protocol, uint32_t size)
{
	struct flow key = { .ports = ports, .protocol = protocol | (uint32_t)length << 8 };
	memcpy(key.source, addresses, length);
	memcpy(key.destination, addresses + length, length);
	uint64_t at = place_of(&key);
	while (table[at].packets && memcmp(&table[at], &key, 40))
		at = (at + 1) & (slots - 1);
	if (!table[at].packets) {
		key.packets = 1;
		key.bytes = size;
		table[at] = key;
		if (++flows * 2 > slots)
			grow();
		return;
	}
	table[at].packets++;
	table[at].bytes += size;
}

static inline uint32_t be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

/* The entry of a packet; ENTRIES when it has no hash. TCP and UDP over both families with ports, else addresses. */
static int entry_of(const uint8_t *data, uint32_t length, uint32_t size)
{
	uint32_t at = 14;
	if (length < 14)
		return ENTRIES;
	uint16_t type = be16(data + 12);
	while (type == 0x8100 || type == 0x88a8) {
		if (length < at + 4)
			return ENTRIES;
		type = be16(data + at + 2);
		at += 4;
	}
	if (type == 0x0800) {
		if (length < at + 20)
			return ENTRIES;
		const uint8_t *ip = data + at;
		uint32_t header = (ip[0] & 15) * 4u;
		uint32_t value = hash(ip + 12, 0, 8, 0);
		int has_ports = (ip[9] == 6 || ip[9] == 17) && (be16(ip + 6) & 0x3fff) == 0 && length >= at + header + 4;
		if (has_ports)
			value = hash(ip + header, 8, 4, value);
		if (keep_flows)
			count_flow(ip + 12, 4, has_ports ? be32(ip + header) : 0, ip[9], size);
		return value % ENTRIES;
	}
	if (type == 0x86dd) {
		if (length < at + 40)
			return ENTRIES;
		const uint8_t *ip = data + at;
		uint32_t value = hash(ip + 8, 0, 32, 0);
		int has_ports = (ip[6] == 6 || ip[6] == 17) && length >= at + 44;
		if (has_ports)
			value = hash(ip + 40, 32, 4, value);
		if (keep_flows)
			count_flow(ip + 8, 16, has_ports ? be32(ip + 40) : 0, ip[6], size);
		return value % ENTRIES;
	}
	return ENTRIES;
}

static void on_packet(u_char *user, const struct pcap_pkthdr *header, const u_char *data)
{
	(void)user;
	int entry = entry_of(data, header->caplen, header->len);
	packets[entry]++;
	bytes[entry] += header->len;
	total++;
}

int main(int argc, char **argv)
{
	char error[PCAP_ERRBUF_SIZE];
	uint8_t key[40];
	struct timespec start, end, used;
	if (argc < 3 || strlen(argv[1]) != 80)
		return 2;
	keep_flows = argc > 3 && strcmp(argv[3], "flows") == 0;
	for (int i = 0; i < 40; i++)
		sscanf(argv[1] + 2 * i, "%2hhx", &key[i]);
	clock_gettime(CLOCK_MONOTONIC, &start);
	fill_tables(key);
	grow();
	pcap_t *capture = pcap_open_offline(argv[2], error);
	if (!capture || pcap_loop(capture, 0, on_packet, NULL) != 0) {
		fprintf(stderr, "%s\n", capture ? pcap_geterr(capture) : error);
		return 1;
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	printf("%lld\n%lld\n%llu\n%llu\n", (end.tv_sec - start.tv_sec) * 1000000000LL + (end.tv_nsec - start.tv_nsec),
	       used.tv_sec * 1000000000LL + used.tv_nsec, (unsigned long long)total, (unsigned long long)flows);
	for (int i = 0; i <= ENTRIES; i++)
		printf("%llu %llu\n", (unsigned long long)packets[i], (unsigned long long)bytes[i]);
	return 0;
}
