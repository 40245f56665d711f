// A recorded answer of EC2, whoever recorded it: raw XML, the data that boto3 made of it, or only the list inside.
import { field, treeOfData, treeOfXml } from './tree.mjs';

/** The name of an operation, not a recorder's note. */
export const OPERATION = /^[A-Z][A-Za-z]+$/;

/** The header that names a request. */
export const REQUEST_ID = 'x-amzn-requestid';

/** The headers that belong to one connection or one encoding of a body, which are the replaying server's own. */
const OWN_HEADERS = /^(connection|content-encoding|content-length|keep-alive|transfer-encoding)$/;

/** The lists that a recorder may have kept without the answer around them. */
const LISTS = {
  DescribeRouteTables: ['RouteTables', 'routeTableId'],
  DescribeSecurityGroups: ['SecurityGroups', 'groupId'],
  DescribeNetworkAcls: ['NetworkAcls', 'networkAclId'],
  DescribeVpcs: ['Vpcs', 'vpcId'],
  DescribeSubnets: ['Subnets', 'subnetId'],
  DescribeVpcPeeringConnections: ['VpcPeeringConnections', 'vpcPeeringConnectionId'],
};

/** The only date that dfcloud reads. */
const DATE = 'ExpirationTime';

/** The recorded answer: its operation, its tree, and what is to be replayed, which is XML or data. */
export function recordedAnswer({ request, response: { status, body, headers = {} } }) {
  const action = request?.action ?? request?.body?.Action;
  if (typeof body === 'string') {
    // Something on the way may have answered instead, in HTML or in words.
    const isEc2 = /^\s*</.test(body) && (status < 400 || body.includes('<Errors>'));
    const { name, tree } = isEc2 ? treeOfXml(body) : {};
    const operation = action ?? name?.replace(/Response$/, '') ?? 'unknown';
    return { operation, tree, answer: { xml: body, headers: replayed(headers) } };
  }
  const { operation, whole } = wholeAnswer(action, revived(body ?? {}));
  const tree = treeOfData(whole);
  if (status < 400) return { operation, tree, answer: { data: whole } };
  const error = errorIn(tree);
  const id = error.requestId && { [REQUEST_ID]: error.requestId };
  return { operation, tree, answer: { xml: errorXml(error), headers: { ...id } } };
}

function replayed(headers) {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return Object.fromEntries(lower.filter(([name]) => !OWN_HEADERS.test(name)));
}

/** An answer of which only the list, or one item of it, was kept, in the form in which EC2 gave it. */
function wholeAnswer(action, data) {
  const known = Object.entries(LISTS).find(([, [list]]) => data[list] !== undefined);
  const operation = OPERATION.test(action) ? action : (known?.[0] ?? String(action));
  const [list, id] = LISTS[operation] ?? [];
  if (list === undefined) return { operation, whole: data };
  if (Array.isArray(data)) return { operation, whole: { [list]: data } };
  const isItem = data[list] === undefined && treeOfData(data)[id] !== undefined;
  return { operation, whole: isItem ? { [list]: [data] } : data };
}

/** Dates as the SDK gives them: placebo keeps them as `{"__class__": "datetime", "year": …}` in UTC, others as text. */
function revived(value, name) {
  if (name === DATE && typeof value === 'string') {
    // A recorder may have put a word in the place of a date.
    return Number.isNaN(Date.parse(value)) ? undefined : new Date(value);
  }
  if (Array.isArray(value)) return value.map((item) => revived(item));
  if (typeof value !== 'object' || value === null) return value;
  if (value.__class__ === 'datetime') {
    const { year, month, day, hour = 0, minute = 0, second = 0, microsecond = 0 } = value;
    return new Date(Date.UTC(year, month - 1, day, hour, minute, second, Math.floor(microsecond / 1000)));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revived(inner, key)]));
}

/** The error of an answer: in XML below `Errors`, in data at the top with the request id among the metadata. */
export function errorIn(tree) {
  const error = field(tree, 'Errors', 'Error') ?? field(tree, 'error');
  return {
    code: field(error, 'Code') ?? field(error, 'code'),
    message: field(error, 'Message') ?? field(error, 'message') ?? '',
    requestId: field(tree, 'RequestID') ?? field(tree, 'responseMetadata', 'requestId'),
  };
}

function errorXml({ code, message, requestId = '' }) {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const error = `<Error><Code>${code}</Code><Message>${text}</Message></Error>`;
  return `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`;
}
