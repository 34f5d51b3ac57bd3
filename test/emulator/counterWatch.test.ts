import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CounterWatch } from '../../server/src/daemon/counterWatch.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const watching = () => {
	let packets = 0;
	const watch = new CounterWatch(() => ({ packets, dropped: 0 }));
	const receive = (count = 1) => {
		packets += count;
		watch.changed();
	};
	return { watch, receive };
};

it('tells at once, then once per interval at most, and always the last', () => {
	const { watch, receive } = watching();
	const told: number[] = [];
	watch.start(1, 100, ({ packets }) => told.push(packets) > 0);
	receive();
	expect(told).toEqual([1]);
	receive();
	receive();
	expect(told).toEqual([1]);
	vi.advanceTimersByTime(99);
	expect(told).toEqual([1]);
	vi.advanceTimersByTime(1);
	expect(told).toEqual([1, 3]);
	vi.advanceTimersByTime(1_000);
	expect(told).toEqual([1, 3]);
	expect(vi.getTimerCount()).toBe(0);
	receive();
	expect(told).toEqual([1, 3, 4]);
});

it('tells each at its own pace, and tries those again that took nothing', () => {
	const { watch, receive } = watching();
	const told: [who: string, packets: number][] = [];
	let reads = false;
	watch.start(1, 100, ({ packets }) => told.push(['fast', packets]) > 0);
	watch.start(2, 500, ({ packets }) => reads && told.push(['slow', packets]) > 0);
	receive();
	receive();
	vi.advanceTimersByTime(450);
	expect(told).toEqual([
		['fast', 1],
		['fast', 2],
	]);
	reads = true;
	vi.advanceTimersByTime(50);
	expect(told.slice(2)).toEqual([['slow', 2]]);
});

it('keeps nothing of those who stopped, and takes another pace', () => {
	const { watch, receive } = watching();
	const told: number[] = [];
	const tell = ({ packets }: { packets: number }) => told.push(packets) > 0;
	watch.start(1, 100, tell);
	receive();
	receive();
	watch.start(1, 1_000, tell);
	expect(vi.getTimerCount()).toBe(0);
	receive();
	receive();
	vi.advanceTimersByTime(999);
	expect(told).toEqual([1, 3]);
	watch.stop(1);
	watch.stop(1);
	expect(vi.getTimerCount()).toBe(0);
	receive();
	vi.advanceTimersByTime(5_000);
	expect(told).toEqual([1, 3]);
});
