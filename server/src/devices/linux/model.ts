import type { LinuxNic } from './nic.js';
import type { LinuxRequest } from './request.js';

/** An interface after a request that it took, as far as drivers do what is asked and no more. */
export function nicAfter(nic: LinuxNic, request: LinuxRequest): LinuxNic {
	switch (request.kind) {
		case 'linuxChannels':
			return { ...nic, queues: request.count };
		case 'linuxKey':
			return { ...nic, key: request.key };
		case 'linuxFlowHash':
			return { ...nic, flowHash: { ...nic.flowHash, [request.flow]: request.fields } };
		case 'linuxReceiveHash':
			return { ...nic, receiveHash: { on: request.on, fixed: false } };
		case 'linuxAffinity': {
			const wanted = new Map(request.queues.map(({ queue, processors }) => [queue, processors]));
			const vectors = nic.vectors.map((vector) => {
				const processors = wanted.get(vector.queue);
				return processors === undefined ? vector : { ...vector, processors };
			});
			return { ...nic, vectors };
		}
		case 'linuxTable':
			return { ...nic, table: request.queues };
	}
}
