/*
 * arrivals INTERFACE QUEUES PACKETS SECONDS
 *
 * Tells where frames arrive: for every frame that comes in on INTERFACE a line "QUEUE PROCESSOR MARK", MARK being the
 * last four bytes of the frame in hexadecimal. Ends after PACKETS frames, or after SECONDS without one more.
 *
 * The kernel sorts: each socket has a filter that lets through only what one queue received and one processor handles.
 */
#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int listen_to(unsigned interface, unsigned queue, unsigned processor)
{
	/* The queue is recorded from 1 on; 0 stands for none. */
	struct sock_filter steps[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_QUEUE),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, queue, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_CPU),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, processor, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 0xffff),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog filter = { sizeof steps / sizeof *steps, steps };
	struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = interface };
	int room = 8 << 20;
	/* Protocol 0 until the filter is there: nothing gets past it. */
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0);
	if (fd < 0)
		fail("socket");
	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) < 0)
		fail("filter");
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) < 0)
		fail("buffer");
	if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0)
		fail("bind");
	return fd;
}

int main(int count, char **words)
{
	if (count != 5)
		return 2;
	unsigned interface = if_nametoindex(words[1]);
	if (interface == 0)
		fail(words[1]);
	unsigned queues = atoi(words[2]) + 1, processors = sysconf(_SC_NPROCESSORS_CONF);
	long wanted = atol(words[3]);
	int patience = atoi(words[4]) * 1000;
	struct pollfd *sockets = calloc(queues * processors, sizeof *sockets);
	for (unsigned i = 0; i < queues * processors; i++)
		sockets[i] = (struct pollfd){ .fd = listen_to(interface, i / processors, i % processors), .events = POLLIN };
	fputs("ready\n", stderr);
	while (wanted > 0 && poll(sockets, queues * processors, patience) > 0)
		for (unsigned i = 0; i < queues * processors; i++) {
			static unsigned char frame[65536];
			struct sockaddr_ll from;
			socklen_t size = sizeof from;
			ssize_t length;
			while ((length = recvfrom(sockets[i].fd, frame, sizeof frame, 0, (struct sockaddr *)&from, &size)) > 4) {
				unsigned char *mark = frame + length - 4;
				size = sizeof from;
				if (from.sll_pkttype == PACKET_OUTGOING)
					continue;
				printf("%d %u %02x%02x%02x%02x\n", (int)(i / processors) - 1, i % processors, mark[0], mark[1], mark[2], mark[3]);
				wanted--;
			}
		}
	return 0;
}
