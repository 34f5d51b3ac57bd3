import type { EvennessView } from '../protocol.js';
import { formatProcessor } from '../rss/processor.js';
import { comparable } from '../traffic/judgementText.js';
import type { TrafficJudgement } from '../traffic/judgeTraffic.js';

/** How even each measure of a traffic is, as the preview shows it. */
export function evennessViews(judgement: TrafficJudgement): EvennessView[] {
	return comparable(judgement).map(({ measure, busiest, busiestShare, maxOverMean, jain }) => ({
		measure,
		busiest: formatProcessor(busiest),
		share: busiestShare,
		maxOverMean,
		jain,
	}));
}
