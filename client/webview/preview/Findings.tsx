import type { EntityView, FindingView } from '../../../server/src/protocol.js';
import { byKeyboard } from './byKeyboard.js';
import type { Post } from './host.js';
import { SeverityIcon } from './Icon.js';
import * as l10n from './l10n.js';
import { figure, severityWord } from './words.js';

/** More than this is for the Problems view. */
const limit = 100;

interface FindingsProps {
	findings: FindingView[];
	entities: EntityView[];
	/** The text as it is now is a configuration: only then does having no findings mean that it is accepted. */
	readable: boolean;
	post: Post;
}

/** What is wrong or worth a look, in the order of the text. A click shows its place; the code, its documentation. */
export function Findings({ findings, entities, readable, post }: FindingsProps) {
	const titles = new Map(entities.map((e) => [e.key, e.title]));
	return (
		<section aria-labelledby="findings-heading">
			<h3 id="findings-heading">
				{l10n.t('Findings')}
				{findings.length > 0 && <span class="aside">{findings.length}</span>}
			</h3>
			{findings.length === 0 && (
				<p class="empty">
					{readable ? l10n.t('None: the miniport takes this configuration.') : l10n.t('None so far.')}
				</p>
			)}
			<ul class="findings">
				{findings.slice(0, limit).map((finding, i) => (
					// By place: messages change as one types, and the focus is to stay.
					<Finding key={i} finding={finding} title={titles.get(finding.entity ?? '')} post={post} />
				))}
			</ul>
			{findings.length > limit && <p class="empty">{moreInWords(findings.length - limit)}</p>}
		</section>
	);
}

function moreInWords(n: number): string {
	return l10n.isOne(n)
		? l10n.t('{0} more finding in the Problems view.', figure(n))
		: l10n.t('{0} more findings in the Problems view.', figure(n));
}

interface FindingProps {
	finding: FindingView;
	title: string | undefined;
	post: Post;
}

function Finding({ finding, title, post }: FindingProps) {
	const { code, severity, message, range, documentation } = finding;
	return (
		<li class="finding">
			<button
				type="button"
				class="message"
				onClick={(event) => post({ type: 'reveal', range, ...byKeyboard(event) })}
			>
				<SeverityIcon severity={severity} />
				<span>
					<strong>{severityWord(severity)}</strong>{' '}
					{title !== undefined && <span class="muted">{title}:</span>} <span lang="en">{message}</span>
				</span>
			</button>
			{documentation === undefined ? (
				<code>{code}</code>
			) : (
				// biome-ignore lint/a11y/useSemanticElements: VS Code opens <a> by itself, so the link would open twice.
				<button
					type="button"
					role="link"
					class="code"
					aria-label={l10n.t('{0}, documentation', code)}
					onClick={() => post({ type: 'openLink', url: documentation })}
				>
					{code}
				</button>
			)}
		</li>
	);
}
