import type { ReplayTarget } from '../../replay/replay.js';
import { formatProcessor } from '../../rss/processor.js';
import type { EmulatorDevice } from './emulatorDevice.js';

/** An emulator that plays the adapter of each script for this connection; its own adapter is left alone. */
export function replayTargetOf(device: EmulatorDevice, signal: AbortSignal): ReplayTarget {
	return {
		fresh({ mode, rssProcessors, capabilities }, { defaultVPort, nativeAffinity }) {
			const params = {
				mode,
				rssProcessors: rssProcessors.map(formatProcessor),
				capabilities,
				...(defaultVPort !== undefined && { defaultVPort }),
				...(nativeAffinity !== undefined && { nativeAffinity: formatProcessor(nativeAffinity) }),
			};
			return device.useFreshAdapter(params, signal);
		},
		request: (request) => device.request(request, signal),
		state: () => device.read(signal),
	};
}
