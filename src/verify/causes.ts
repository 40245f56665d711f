/*
 * The catalogue of causes, one file per layer. Each is a function of its evidence; cause-codes.ts has their order.
 */
export * from './causes/address.js';
export { duration } from './causes/cause.js';
export * from './causes/dns.js';
export * from './causes/path.js';
export * from './causes/resp.js';
export * from './causes/route.js';
export * from './causes/tcp.js';
export * from './causes/tls.js';
