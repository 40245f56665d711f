import type { Fault } from '../../faults.js';
import type { Answer, Reply } from '../../http-server.js';
import type { Ec2Error } from './ec2-error.js';
import { type XmlObject, xmlDocument } from './xml.js';

/** The services of the double: each writes its answers and errors in its own way. */
export type AwsServiceName = 'ec2' | 'sts';

const NAMESPACES: Readonly<Record<AwsServiceName, string>> = {
  ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};

/** The answer to a request that was carried out. */
export function success(
  service: AwsServiceName,
  action: string,
  content: XmlObject,
  requestId: string,
): Answer {
  const body =
    service === 'ec2'
      ? { requestId, ...content }
      : { [`${action}Result`]: content, ResponseMetadata: { RequestId: requestId } };
  return xml(200, xmlDocument(`${action}Response`, NAMESPACES[service], body), requestId);
}

/** A refusal. EC2's has no namespace and spells `RequestID` in its own way (recorded). */
export function failure(
  service: AwsServiceName,
  { code, message, status }: Pick<Ec2Error, 'code' | 'message' | 'status'>,
  requestId: string,
): Answer {
  if (service === 'ec2') {
    // A list of errors is not written as items, so the one element is put together here.
    const errors = { Errors: { Error: { Code: code, Message: message } }, RequestID: requestId };
    return xml(status, xmlDocument('Response', '', errors), requestId);
  }
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = { Error: { Type: type, Code: code, Message: message }, RequestId: requestId };
  return xml(status, xmlDocument('ErrorResponse', NAMESPACES.sts, error), requestId);
}

function xml(status: number, body: string, requestId: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body,
  };
}

/** What a fault sends instead of carrying a request out, in the words of AWS; undefined where it is the same for all doubles. */
export function awsReplyInstead(service: AwsServiceName, fault: Fault, requestId: string): Reply | undefined {
  if (fault.kind === 'rate-limit') {
    const throttled = { code: 'RequestLimitExceeded', message: 'Request limit exceeded.', status: 503 };
    const answer = failure(service, throttled, requestId);
    const seconds = fault.retryAfterSeconds;
    if (seconds === undefined) return answer;
    return { ...answer, headers: { ...answer.headers, 'retry-after': String(Math.ceil(seconds)) } };
  }
  if (fault.kind === 'status' && fault.effect !== true && fault.body === undefined) {
    return failure(service, { ...toldTo(fault.status), status: fault.status }, requestId);
  }
  return undefined;
}

/** What a fault makes of the answer to a request that took effect, where JSON would be taken for granted. */
export function awsReplyAfter(
  service: AwsServiceName,
  fault: Fault,
  answer: Answer,
  requestId: string,
): Reply | undefined {
  if (fault.kind === 'status' && fault.body === undefined) {
    return failure(service, { ...toldTo(fault.status), status: fault.status }, requestId);
  }
  if (fault.kind === 'unknown-status') {
    return { ...answer, body: answer.body.replace(/(<(code|state)>)[^<]*/g, `$1${fault.status}`) };
  }
  if (fault.kind === 'malformed' && fault.how === 'missing-field') {
    const name = fault.field.split('.').at(-1) ?? '';
    return { ...answer, body: withoutElement(answer.body, name) };
  }
  return undefined;
}

function toldTo(status: number): { code: string; message: string } {
  const message = `The sandbox was told to answer ${status}.`;
  if (status === 503) return { code: 'Unavailable', message };
  return { code: status >= 500 ? 'InternalError' : 'InvalidRequest', message };
}

function withoutElement(body: string, name: string): string {
  if (!/^[A-Za-z]\w*$/.test(name)) return body;
  return body.replace(new RegExp(`<${name}/>|<${name}>.*?</${name}>`, 'gs'), '');
}
