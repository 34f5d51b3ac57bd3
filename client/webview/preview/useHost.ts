import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Baseline, HostToPreview, PreviewModel } from '../../../server/src/protocol.js';
import type { Host } from './host.js';
import type { SavedState } from './savedState.js';

/** Something that was done or refused, and whether it can be taken back. */
export interface Notice {
	text: string;
	undo: boolean;
}

/** A table that is more even, as a what-if. */
export type Balanced = Extract<HostToPreview, { type: 'balanced' }>;

/** What the host has said so far, and what the page keeps. */
export function useHost(host: Host) {
	const [model, setModel] = useState<PreviewModel>();
	const [unavailable, setUnavailable] = useState<string>();
	const [baseline, setBaseline] = useState<Baseline>();
	const [file, setFile] = useState<{ path: string; name: string }>();
	const [notice, setNotice] = useState<Notice>();
	const [saved, setAll] = useState(() => host.load());
	const setSaved = useCallback((part: Partial<SavedState>) => setAll((old) => ({ ...old, ...part })), []);
	const traffic = useRef<(message: HostToPreview) => void>();
	const balanced = useRef<(message: Balanced) => void>();
	const onBalanced = useCallback((listener: (message: Balanced) => void) => {
		balanced.current = listener;
	}, []);
	const onTraffic = useCallback((listener: (message: HostToPreview) => void) => {
		traffic.current = listener;
	}, []);

	useEffect(() => {
		const receive = (message: HostToPreview) => {
			switch (message.type) {
				case 'show':
					setUnavailable(undefined);
					return setModel(message.model);
				case 'unavailable':
					return setUnavailable(message.message);
				case 'select':
					return setSaved({ entity: message.entity, cell: 0 });
				case 'notice':
					return setNotice({ text: message.message, undo: false });
				case 'baseline':
					return setBaseline(message.baseline);
				case 'balanced':
					return balanced.current?.(message);
				case 'capture':
					return setFile({ path: message.path, name: message.name });
				default:
					traffic.current?.(message);
			}
		};
		const stop = host.listen(receive);
		// Before the host is told that the page is there, so that its first picture has them.
		const { changes = [] } = host.load();
		if (changes.length > 0) host.post({ type: 'whatIf', changes });
		host.post({ type: 'ready' });
		return stop;
	}, [host]);

	// Another document has other cells: what was supposed of those of the old one is gone, as it is for the host.
	const uri = model?.uri;
	const before = useRef(saved.uri);
	useEffect(() => {
		if (uri === undefined) return;
		if (before.current !== undefined && before.current !== uri) setSaved({ changes: [] });
		before.current = uri;
		setSaved({ uri });
	}, [uri]);
	// With the drawing, not some time after it: a reload right after a change must not lose the change.
	useLayoutEffect(() => host.save(saved), [host, saved]);
	return { model, unavailable, baseline, file, notice, setNotice, saved, setSaved, onTraffic, onBalanced };
}
