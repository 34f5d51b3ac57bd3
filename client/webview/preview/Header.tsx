import type { ComponentChildren } from 'preact';
import type { PreviewModel } from '../../../server/src/protocol.js';
import * as l10n from './l10n.js';
import { figure, processorsInWords, queuesOf } from './words.js';

/** File, adapter and its limits; beside them what can be done, below them what holds for the whole picture. */
export function Header({ model, children }: { model: PreviewModel; children: ComponentChildren }) {
	const { adapter } = model;
	return (
		<header>
			<div class="title">
				<h1>{model.fileName}</h1>
				{adapter && (
					<p class="muted facts">
						<span>{adapter.name}</span>
						<span>{adapter.mode === 'vmq' ? l10n.t('VMQ mode') : l10n.t('native mode')}</span>
						{adapter.vports && (
							<span>
								{l10n.t('VPorts {0} of {1}', figure(adapter.vports.used), figure(adapter.vports.limit))}
							</span>
						)}
						<span data-tip={l10n.t('Queue pairs that the VPorts ask for, of those that the adapter has.')}>
							{queuesOf(adapter.queues)}
						</span>
						<span
							data-tip={l10n.t(
								'The processors that the adapter may use: from base to max, as many as it is allowed, nearest first.',
							)}
						>
							{l10n.t('RSS set {0}', adapter.rssProcessors.range)} ·{' '}
							{processorsInWords(adapter.rssProcessors.count)}
						</span>
					</p>
				)}
			</div>
			{children}
		</header>
	);
}
