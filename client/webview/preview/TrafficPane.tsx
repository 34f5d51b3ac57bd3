import { useState } from 'preact/hooks';
import type { EntityView, TrafficOffer, TrafficSource } from '../../../server/src/protocol.js';
import { Evenness } from './Evenness.js';
import type { Post } from './host.js';
import * as l10n from './l10n.js';
import type { Colours } from './palette.js';
import { Ribbons } from './Ribbons.js';
import type { Measure } from './savedState.js';
import { TopFlows } from './TopFlows.js';
import type { TrafficState } from './useTraffic.js';
import { packetsInFlows, packetsInWords, percent } from './words.js';

const capture = 'capture';
const largest = 10_000_000;

interface TrafficPaneProps {
	entity: EntityView;
	offer: TrafficOffer;
	source: TrafficSource | undefined;
	/** A capture file the user chose. */
	file: { path: string; name: string } | undefined;
	state: TrafficState;
	measure: Measure;
	colours: Colours;
	onSend: (source: TrafficSource) => void;
	post: Post;
}

/** Sends made-up flows or a capture through hash and table, and tells where they arrive. */
export function TrafficPane(props: TrafficPaneProps) {
	const { entity, offer, source, file, state, measure, colours, onSend, post } = props;
	const { result, running, failed } = state;
	return (
		<section aria-labelledby="traffic-heading">
			<h3 id="traffic-heading">
				{l10n.t('Traffic')}
				<span class="aside">{l10n.t('where packets would arrive')}</span>
			</h3>
			<Chooser
				balance={
					result && result.total.packets > 0 && entity.rss && entity.table.length > 1 && source
						? () =>
								post({
									type: 'balance',
									vportId: entity.vportId,
									source,
									by: measure === 'entries' ? 'packets' : measure,
								})
						: undefined
				}
				offer={offer}
				source={source}
				file={file}
				busy={running !== undefined}
				onSend={onSend}
				post={post}
			/>
			<div role="status" class="status">
				{running && (
					<>
						<progress
							aria-label={l10n.t('Sending traffic')}
							{...(running.percentage !== undefined && { value: running.percentage, max: 100 })}
						/>{' '}
						{running.message}
					</>
				)}
				{failed !== undefined && <p class="failed">{failed}</p>}
			</div>
			{result && (
				<>
					<p class="facts">
						<strong>{result.title}</strong>
						<span>{packetsInFlows(result.total)}</span>
						{result.hashed !== '' && <span class="muted">{result.hashed}</span>}
					</p>
					{result.notes.map((note) => (
						<p key={note} class="muted" lang="en">
							{note}
						</p>
					))}
					{result.total.packets === 0 ? (
						<p class="empty">{l10n.t('No packet arrived at {0}: there is nothing to show.', entity.title)}</p>
					) : (
						<Ribbons result={result} measure={measure} colours={colours} />
					)}
					{result.evenness.length > 0 && <Evenness rows={result.evenness} colours={colours} />}
					{result.judgement.length > 0 && (
						<ul class="judgement">
							{result.judgement.map((sentence) => (
								<li key={sentence} lang="en">
									{sentence}
								</li>
							))}
						</ul>
					)}
					<NotHashed reasons={result.notHashable} packets={result.total.packets} />
					{result.topFlows.length > 0 && (
						<TopFlows flows={result.topFlows} total={result.total} hashed={entity.rss} colours={colours} />
					)}
				</>
			)}
		</section>
	);
}

interface ChooserProps {
	offer: TrafficOffer;
	source: TrafficSource | undefined;
	file: { path: string; name: string } | undefined;
	busy: boolean;
	/** Asks for a table that evens what was sent; undefined while nothing was. */
	balance: (() => void) | undefined;
	onSend: (source: TrafficSource) => void;
	post: Post;
}

function Chooser({ offer, source, file, busy, balance, onSend, post }: ChooserProps) {
	const { flowSets } = offer;
	const made = source?.kind === 'flows' ? source : undefined;
	const [chosen, setChosen] = useState(
		source?.kind === capture ? capture : (made?.flowSet ?? flowSets[0]?.id ?? ''),
	);
	const [flows, setFlows] = useState(made?.flows ?? offer.flows);
	const [seed, setSeed] = useState(made?.seed ?? offer.seed);
	const [inner, setInner] = useState(source?.kind === capture && source.inner);
	const path = file?.path ?? (source?.kind === capture ? source.path : undefined);
	const name = file?.name ?? path?.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	const isCapture = chosen === capture;
	const ready = isCapture ? path !== undefined : flowSets.some(({ id }) => id === chosen);
	const send = () => {
		if (isCapture && path !== undefined) onSend({ kind: capture, path, inner });
		else if (!isCapture) onSend({ kind: 'flows', flowSet: chosen, flows, seed });
	};
	return (
		<form
			class="traffic"
			onSubmit={(event) => {
				event.preventDefault();
				if (ready) send();
			}}
		>
			<label>
				{l10n.t('Source')}{' '}
				<select class="field" value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
					{flowSets.map(({ id, label }) => (
						<option key={id} value={id}>
							{label}
						</option>
					))}
					<option value={capture}>{l10n.t('A capture file…')}</option>
				</select>
			</label>
			{isCapture ? (
				<>
					<button type="button" class="plain" onClick={() => post({ type: 'chooseCapture' })}>
						{name === undefined ? l10n.t('Choose a file…') : `${name}…`}
					</button>
					<label>
						<input
							type="checkbox"
							checked={inner}
							onChange={({ currentTarget }) => setInner(currentTarget.checked)}
						/>{' '}
						{l10n.t('tunnels by their inner header')}
					</label>
				</>
			) : (
				<>
					<NumberField label={l10n.t('Flows')} min={0} max={largest} value={flows} onChange={setFlows} />
					<NumberField label={l10n.t('Seed')} min={0} max={0xffff_ffff} value={seed} onChange={setSeed} />
				</>
			)}
			{busy ? (
				<button type="button" class="plain" onClick={() => post({ type: 'cancelTraffic' })}>
					{l10n.t('Cancel')}
				</button>
			) : (
				<button type="submit" class="plain" disabled={!ready}>
					{l10n.t('Send')}
				</button>
			)}
			{balance && !busy && (
				<button
					type="button"
					class="plain"
					data-tip={l10n.t(
						'Shows, as a what-if, the table that evens this load with the fewest moved entries.',
					)}
					onClick={balance}
				>
					{l10n.t('Balance')}
				</button>
			)}
			{!isCapture && <p class="muted">{flowSets.find(({ id }) => id === chosen)?.description}</p>}
		</form>
	);
}

interface NumberFieldProps {
	label: string;
	min: number;
	max: number;
	value: number;
	onChange: (value: number) => void;
}

/** A whole number; what is none stays in the field, marked, and the number before holds. */
function NumberField({ label, min, max, value, onChange }: NumberFieldProps) {
	return (
		<label>
			{label}{' '}
			<input
				class="field"
				type="number"
				min={min}
				max={max}
				step={1}
				required
				defaultValue={String(value)}
				onInput={({ currentTarget }) => {
					if (currentTarget.validity.valid) onChange(currentTarget.valueAsNumber);
				}}
			/>
		</label>
	);
}

interface NotHashedProps {
	reasons: { reason: string; packets: number }[];
	packets: number;
}

/** What is under no entry, and why. */
function NotHashed({ reasons, packets }: NotHashedProps) {
	if (reasons.length === 0) return null;
	const sum = reasons.reduce((total, { packets: n }) => total + n, 0);
	return (
		<div class="nothashed">
			<p>
				{l10n.t('Without a hash: {0} ({1})', packetsInWords(sum), percent(packets === 0 ? 0 : sum / packets))}
			</p>
			<ul>
				{reasons.map(({ reason, packets: n }) => (
					<li key={reason} class="muted">
						{packetsInWords(n)}: {reason}
					</li>
				))}
			</ul>
		</div>
	);
}
