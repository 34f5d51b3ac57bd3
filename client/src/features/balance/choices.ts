import { l10n, type QuickPickItem, window } from 'vscode';
import type {
	BalanceWish,
	EntityView,
	PreviewModel,
	TrafficSource,
} from '../../../../server/src/protocol.js';
import { chosen } from '../../infrastructure/cancelled.js';
import { chooseCapture } from '../../infrastructure/chooseCapture.js';
import { Refused } from '../../infrastructure/refused.js';

/**
 * The entity whose table is to be balanced: the only one with RSS on, or the one chosen.
 * @throws Refused when no entity has RSS on
 */
export async function chooseEntity(entities: readonly EntityView[]): Promise<EntityView> {
	const able = entities.filter(({ rss, table }) => rss && table.length > 0);
	const [only, another] = able;
	if (!only)
		throw new Refused(l10n.t('RSS is off in every entity of the file: there is no table to balance.'));
	if (!another) return only;
	const items = able.map((entity) => ({
		label: entity.title,
		description: entity.subtitle,
		detail: l10n.t(
			'{0} entries, {1} of {2} queues used',
			entity.table.length,
			entity.queues.used,
			entity.queues.limit,
		),
		entity,
	}));
	return chosen(
		await window.showQuickPick(items, { placeHolder: l10n.t('Balance the table of which entity?') }),
	).entity;
}

/** The load to balance for, and what of it is to be evened. */
export async function chooseLoad({
	flowSets,
	flows,
	seed,
}: PreviewModel['traffic']): Promise<{ source: TrafficSource; by: BalanceWish['by'] }> {
	const items: (QuickPickItem & { flowSet?: string; by?: BalanceWish['by'] })[] = [
		{
			label: `$(file-binary) ${l10n.t('A capture, by packets…')}`,
			detail: l10n.t('pcap or pcapng, plain or gzip'),
			by: 'packets',
		},
		{
			label: `$(file-binary) ${l10n.t('A capture, by bytes…')}`,
			detail: l10n.t('pcap or pcapng, plain or gzip'),
			by: 'bytes',
		},
		...flowSets.map(({ id, label, description }) => ({ label, detail: description, flowSet: id })),
	];
	const options = { placeHolder: l10n.t('For which load?'), matchOnDetail: true };
	const { flowSet, by = 'packets' } = chosen(await window.showQuickPick(items, options));
	if (flowSet !== undefined) return { source: { kind: 'flows', flowSet, flows, seed }, by };
	const { path } = await chooseCapture();
	return { source: { kind: 'capture', path, inner: false }, by };
}

/** The processors to balance over; not asked where the file knows no nodes. */
export async function chooseProcessors(
	topology: NonNullable<PreviewModel['adapter']>['topology'],
): Promise<Pick<BalanceWish, 'numaNode' | 'oneThreadPerCore'>> {
	const usable = topology.filter(
		({ node, cores }) => node !== undefined && cores.flat().some(({ inRssSet }) => inRssSet),
	);
	if (usable.length === 0) return {};
	const threads = usable.some(({ cores }) => cores.some((core) => core.length > 1));
	const single = usable.length === 1;
	const places = [
		{ label: l10n.t('All RSS processors'), numaNode: undefined },
		...(single
			? []
			: usable.map(({ node }) => ({ label: l10n.t('NUMA node {0}', String(node)), numaNode: node }))),
	];
	const items = places.flatMap(({ label, numaNode }) => [
		{ label, numaNode, oneThreadPerCore: false },
		...(threads
			? [{ label: l10n.t('{0}, one thread of each core', label), numaNode, oneThreadPerCore: true }]
			: []),
	]);
	const [only, another] = items;
	const choice =
		only && !another
			? only
			: chosen(await window.showQuickPick(items, { placeHolder: l10n.t('Over which processors?') }));
	return {
		...(choice.numaNode !== undefined && { numaNode: choice.numaNode }),
		...(choice.oneThreadPerCore && { oneThreadPerCore: true }),
	};
}
