/*
 * dfcloud/verify: can this endpoint be reached from here, and if not, why?
 */
export { verify } from './verify.js';
