import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { HostToPreview } from '../../../server/src/protocol.js';
import { EntityList } from './EntityList.js';
import { EntityPane } from './EntityPane.js';
import { Findings } from './Findings.js';
import { Header } from './Header.js';
import type { Host } from './host.js';
import { Patterns } from './Patterns.js';

/** The page: what the host last sent, and which entity and entry of it the user chose. */
export function App({ host }: { host: Host }) {
	const [message, setMessage] = useState<HostToPreview>();
	const [saved, setSaved] = useState(() => host.load());
	useEffect(() => {
		const stop = host.listen(setMessage);
		host.post({ type: 'ready' });
		return stop;
	}, [host]);

	const model = message?.type === 'show' ? message.model : undefined;
	const uri = model?.uri ?? saved.uri;
	useEffect(() => host.save({ ...saved, ...(uri !== undefined && { uri }) }), [host, saved, uri]);

	const post = host.post;
	const select = useCallback((entity: string) => setSaved((old) => ({ ...old, entity, cell: 0 })), []);
	const enter = useCallback((cell: number) => setSaved((old) => ({ ...old, cell })), []);
	const colours = useMemo(() => {
		const processors = model?.adapter?.topology.flatMap((node) => node.cores.flat()) ?? [];
		return new Map(processors.map((p) => [p.id, p.colour]));
	}, [model]);

	if (message?.type === 'unavailable') return <Notice text={message.message} />;
	if (!model) return <Notice text="Reading the configuration…" />;
	// The choice outlives its entity: while a VPort is being retyped the first is shown, then the chosen again.
	const entity = model.entities.find((e) => e.key === saved.entity) ?? model.entities[0];
	return (
		<div class="page">
			<Patterns />
			<Header model={model} post={post} />
			{model.entities.length > 0 && (
				<EntityList entities={model.entities} selected={entity?.key} colours={colours} onSelect={select} />
			)}
			<main>
				{entity && model.adapter ? (
					<EntityPane
						entity={entity}
						adapter={model.adapter}
						colours={colours}
						cell={saved.cell ?? 0}
						onEnter={enter}
						post={post}
					/>
				) : (
					<p class="empty">
						{model.adapter
							? 'The file has no entity to show yet: add a VPort under “vports”.'
							: 'There is nothing to show yet: the file cannot be read as a configuration.'}
					</p>
				)}
				<Findings
					findings={model.findings}
					entities={model.entities}
					readable={model.adapter !== undefined && !model.stale}
					post={post}
				/>
			</main>
		</div>
	);
}

/** The page while there is no model. */
function Notice({ text }: { text: string }) {
	return (
		<main class="notice">
			<p role="status">{text}</p>
		</main>
	);
}
