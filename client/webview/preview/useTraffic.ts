import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type {
	EntityView,
	HostToPreview,
	PreviewModel,
	TrafficResult,
	TrafficSource,
} from '../../../server/src/protocol.js';
import type { Post } from './host.js';

/** How a question after traffic stands. */
export interface TrafficState {
	/** The last answer, about the entity shown; kept while a newer one is worked out. */
	result: TrafficResult | undefined;
	/** What is being done; undefined while nothing runs. */
	running: { message: string; percentage?: number } | undefined;
	/** Why there is no answer. */
	failed: string | undefined;
}

const idle: TrafficState = { result: undefined, running: undefined, failed: undefined };

/**
 * Asks the host where traffic arrives, and keeps the answer. They are sent anew whenever text or entity change; of a
 * capture the host remembers what it measured.
 * @param source what to send; undefined before the user has chosen
 */
export function useTraffic(
	post: Post,
	model: PreviewModel | undefined,
	entity: EntityView | undefined,
	source: TrafficSource | undefined,
) {
	const [state, setState] = useState(idle);
	const id = useRef(0);
	const asked = useRef('');
	const vportId = entity?.vportId;

	const ask = useCallback(
		(wanted: TrafficSource, vport: number) => {
			id.current += 1;
			setState((old) => ({ ...old, running: { message: '' }, failed: undefined }));
			post({ type: 'traffic', id: id.current, vportId: vport, source: wanted });
		},
		[post],
	);

	// What the answer depends on: the text or what-if (both make a new model), entity and source.
	const about = `${model?.uri} ${vportId} ${JSON.stringify(source)}`;
	useEffect(() => {
		if (!source || vportId === undefined || !model) return;
		const same = asked.current === about;
		asked.current = about;
		if (!same) setState(idle);
		ask(source, vportId);
	}, [about, model]);

	const receive = useCallback((message: HostToPreview) => {
		if (!('id' in message) || message.id !== id.current) return;
		setState((old): TrafficState => {
			if (message.type === 'traffic') return { ...idle, result: message.result };
			if (message.type === 'trafficProgress') {
				const { message: text, percentage } = message;
				return { ...old, running: { message: text, ...(percentage !== undefined && { percentage }) } };
			}
			return { ...old, running: undefined, failed: message.message };
		});
	}, []);
	const again = useCallback(() => {
		if (source && vportId !== undefined) ask(source, vportId);
	}, [ask, source, vportId]);
	return { state, receive, again };
}
