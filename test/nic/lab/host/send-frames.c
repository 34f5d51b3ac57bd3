/*
 * send-frames INTERFACE
 *
 * Sends the frames that standard input holds, each after its length as 32 bits in network order, out of INTERFACE.
 * Waits where the interface's queue is full.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int count, char **words)
{
	static unsigned char frame[65536];
	uint32_t length;
	if (count != 2)
		return 2;
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(words[1]) };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof to) < 0) {
		perror(words[1]);
		return 1;
	}
	while (fread(&length, sizeof length, 1, stdin) == 1) {
		length = ntohl(length);
		if (length > sizeof frame || fread(frame, length, 1, stdin) != 1)
			return 1;
		while (send(fd, frame, length, 0) < 0) {
			if (errno != ENOBUFS && errno != EAGAIN) {
				perror("send");
				return 1;
			}
			usleep(1000);
		}
		/* Some thousand a second: a guest without KVM takes no more. */
		usleep(100);
	}
	return 0;
}
