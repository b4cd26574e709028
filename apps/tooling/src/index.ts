export { errorCodes } from './error-codes.ts';
