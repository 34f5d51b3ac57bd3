import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import type { EntityView } from '../../../server/src/protocol.js';
import { Banners } from './Banners.js';
import { changesOf, withMoves } from './changes.js';
import { EntityList } from './EntityList.js';
import { EntityPane } from './EntityPane.js';
import { explainEntry, explainProcessor } from './explain.js';
import { exportPicture } from './exporting.js';
import { Findings } from './Findings.js';
import { Header } from './Header.js';
import type { Host } from './host.js';
import * as l10n from './l10n.js';
import { loadOf } from './load.js';
import { MatrixPane } from './MatrixPane.js';
import { differingCells, placedProcessors } from './model.js';
import { Patterns } from './Patterns.js';
import { allEntities } from './savedState.js';
import { Toolbar } from './Toolbar.js';
import { Tooltip } from './Tooltip.js';
import { useHost } from './useHost.js';
import { useTraffic } from './useTraffic.js';
import { figure } from './words.js';

/** The page: what the host last sent, and what of it the user chose. */
export function App({ host }: { host: Host }) {
	const { post } = host;
	const page = useHost(host);
	const { model, baseline, saved, setSaved, notice, setNotice } = page;
	const { whatIf = false, changes = noChanges, source, measure = 'packets' } = saved;

	// The choice outlives its entity: while a VPort is being retyped the first is shown, then the chosen again.
	const all = saved.entity === allEntities && (model?.entities.length ?? 0) > 1;
	const entity = all
		? undefined
		: (model?.entities.find((e) => e.key === saved.entity) ?? model?.entities[0]);
	const traffic = useTraffic(post, model, entity, source);
	useEffect(() => page.onTraffic(traffic.receive), [page.onTraffic, traffic.receive]);

	const select = useCallback((key: string, cell = 0) => setSaved({ entity: key, cell }), [setSaved]);
	const enter = useCallback((cell: number) => setSaved({ cell }), [setSaved]);
	const processors = useMemo(
		() => (model?.adapter ? placedProcessors(model.adapter) : new Map<string, never>()),
		[model?.adapter],
	);
	const colours = useMemo(() => new Map([...processors].map(([id, p]) => [id, p.colour])), [processors]);
	const differing = useMemo(
		() => new Map((model?.entities ?? []).map((e) => [e.key, differingCells(e, baseline).size])),
		[model, baseline],
	);
	const setChanges = (next: typeof changes) => {
		setSaved({ changes: next });
		post({ type: 'whatIf', changes: next });
	};

	useEffect(() =>
		page.onBalanced(({ vportId, changes: moved, words }) => {
			const others = changes.filter((change) => change.vportId !== vportId);
			setSaved({ whatIf: true });
			setChanges([...others, ...moved]);
			setNotice({ text: words.join(' '), undo: false });
		}),
	);

	// What was written to the file is no what-if any more once the picture says so; a refusal leaves it as it is.
	const applying = useRef(false);
	useEffect(() => {
		if (notice && !notice.undo) applying.current = false;
	}, [notice]);
	useEffect(() => {
		if (!applying.current || !model || model.stale || model.whatIf !== undefined) return;
		applying.current = false;
		setChanges([]);
	}, [model]);

	if (page.unavailable !== undefined) return <Notice text={page.unavailable} />;
	if (!model) return <Notice text={l10n.t('Reading the configuration…')} />;
	const { adapter } = model;
	const move = (of: EntityView, entries: number[], processor: string) => {
		const wanted = changesOf(of, entries, processor);
		const [first] = wanted;
		if (!first) {
			setNotice({ text: l10n.t('Nothing to move: it is at {0} already.', processor), undo: false });
			return;
		}
		if (whatIf) {
			setChanges(withMoves(changes, of, entries, processor));
			setNotice(undefined);
		} else {
			post({ type: 'edit', version: model.version, changes: wanted });
			const text =
				wanted.length === 1
					? l10n.t('Entry {0} → {1}, in the file.', first.entry, processor)
					: l10n.t('{0} entries → {1}, in the file.', figure(wanted.length), processor);
			setNotice({ text, undo: true });
		}
	};
	const explain = (element: HTMLElement | SVGElement): string[] => {
		const { tip, entry, processor } = element.dataset;
		if (tip !== undefined) return [tip];
		if (!entity) return [];
		const about = {
			entity,
			processors,
			differing: differingCells(entity, baseline),
			comparedWith: baseline?.label,
			traffic: traffic.state.result,
		};
		if (entry !== undefined) return explainEntry(Number(entry), about);
		return processor === undefined ? [] : explainProcessor(processor, about);
	};
	return (
		<div class="page">
			<Patterns />
			<Header model={model}>
				<Toolbar
					whatIf={whatIf}
					onWhatIf={(on) => {
						setSaved({ whatIf: on });
						if (!on && changes.length > 0) setChanges([]);
					}}
					follows={saved.follows ?? false}
					onFollows={(follows) => {
						setSaved({ follows });
						post({ type: 'follow', follows });
					}}
					baseline={baseline}
					pictures={entity !== undefined}
					onExport={
						adapter &&
						((format) => {
							const load = entity && loadOf(entity, traffic.state.result, measure);
							post(exportPicture(format, model, adapter, entity, load, colours, traffic.state.result));
						})
					}
					post={post}
				/>
				<Banners
					model={model}
					whatIf={whatIf}
					baseline={baseline}
					notice={notice}
					onApply={() => {
						post({ type: 'edit', version: model.version, changes });
						setNotice({ text: writtenInWords(changes.length), undo: true });
						applying.current = true;
					}}
					onReset={() => setChanges([])}
					onDismiss={() => setNotice(undefined)}
					post={post}
				/>
			</Header>
			{model.entities.length > 0 && (
				<EntityList
					entities={model.entities}
					selected={all ? allEntities : entity?.key}
					colours={colours}
					differing={differing}
					onSelect={select}
				/>
			)}
			<main>
				{all && adapter && (
					<MatrixPane
						entities={model.entities}
						adapter={adapter}
						colours={colours}
						baseline={baseline}
						onOpen={select}
					/>
				)}
				{entity && adapter && (
					<EntityPane
						entity={entity}
						adapter={adapter}
						processors={processors}
						colours={colours}
						cell={saved.cell ?? 0}
						onEnter={enter}
						whatIf={whatIf}
						onMove={(entries, processor) => move(entity, entries, processor)}
						baseline={baseline}
						measure={measure}
						onMeasure={(by) => setSaved({ measure: by })}
						offer={model.traffic}
						source={source}
						file={page.file}
						traffic={traffic.state}
						onSend={(next) => {
							// The same source again is a question again.
							if (JSON.stringify(next) === JSON.stringify(source)) traffic.again();
							else setSaved({ source: next });
						}}
						post={post}
					/>
				)}
				{!(adapter && (all || entity)) && (
					<p class="empty">
						{adapter
							? l10n.t('The file has no entity to show yet: add a VPort under “vports”.')
							: l10n.t('There is nothing to show yet: the file cannot be read as a configuration.')}
					</p>
				)}
				<Findings
					findings={model.findings}
					entities={model.entities}
					readable={adapter !== undefined && !model.stale}
					post={post}
				/>
			</main>
			<Tooltip explain={explain} />
		</div>
	);
}

const noChanges: never[] = [];

function writtenInWords(n: number): string {
	return l10n.isOne(n)
		? l10n.t('{0} entry written to the file.', figure(n))
		: l10n.t('{0} entries written to the file.', figure(n));
}

/** The page while there is no model. */
function Notice({ text }: { text: string }) {
	return (
		<main class="notice">
			<p role="status">{text}</p>
		</main>
	);
}
