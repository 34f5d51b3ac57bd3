export { default as isDeepStrictEqual } from 'fast-deep-equal/es6';
