import { type Action, PAGED } from '../action.js';
import { all, created, meant, named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe } from '../describe.js';
import { isIdOf, KINDS } from '../state/kinds.js';
import { addRouteTable } from '../state/new-vpc.js';
import type { RouteTable, RouteTableAssociation } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import {
  dependencyViolation,
  invalidCombination,
  invalidValue,
  malformedId,
  notFound,
} from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { ROUTE_TABLE_FILTERS, routeTableView } from './route-view.js';
import { vpcParam } from './vpc-view.js';

const ASSOCIATED = { associationState: { state: 'associated' } };

/** Route tables, and what they are associated with. */
export const ROUTE_TABLE_ACTIONS: readonly Action[] = [
  {
    name: 'CreateRouteTable',
    takes: ['VpcId', 'TagSpecification', 'ClientToken'],
    needs: all(created(KINDS.routeTable), named(KINDS.vpc, 'VpcId')),
    run: createRouteTable,
  },
  {
    name: 'DescribeRouteTables',
    takes: ['RouteTableId', ...PAGED],
    run: (call) =>
      describe(call, call.world.routeTables, 'RouteTableId', {
        set: 'routeTableSet',
        filters: ROUTE_TABLE_FILTERS,
        view: routeTableView,
        tags: (table) => table.tags,
        pageSize: [5, 100],
      }),
  },
  {
    name: 'DeleteRouteTable',
    takes: ['RouteTableId'],
    needs: named(KINDS.routeTable, 'RouteTableId'),
    run: deleteRouteTable,
  },
  {
    name: 'AssociateRouteTable',
    takes: ['RouteTableId', 'SubnetId', 'GatewayId'],
    needs: all(named(KINDS.routeTable, 'RouteTableId'), named(KINDS.subnet, 'SubnetId')),
    run: associate,
  },
  {
    name: 'DisassociateRouteTable',
    takes: ['AssociationId'],
    needs: meant(KINDS.routeTable, (call) => [associated(call)?.table.id]),
    run: disassociate,
  },
  {
    name: 'ReplaceRouteTableAssociation',
    takes: ['AssociationId', 'RouteTableId'],
    needs: named(KINDS.routeTable, 'RouteTableId'),
    run: replaceAssociation,
  },
];

/** The table that a parameter names. */
export function routeTableParam(call: Call): RouteTable {
  return call.world.routeTables.find(call, call.params.required('RouteTableId'));
}

function createRouteTable(call: Call): XmlObject {
  const vpc = vpcParam(call);
  const { world, aws, accountId } = call;
  const siblings = world.routeTables.all().filter(({ vpcId }) => vpcId === vpc.id);
  if (siblings.length >= aws.limits.of(accountId).routeTablesPerVpc) {
    throw new Ec2Error('RouteTableLimitExceeded', 'The maximum number of route tables has been reached.');
  }
  const table = addRouteTable(world, aws.ids, vpc, tagsFor(call.params, KINDS.routeTable.type));
  aws.consistency.changed(table.id, 'created', call.hiddenMs);
  return { routeTable: routeTableView(table, call) };
}

function deleteRouteTable(call: Call): undefined {
  const table = routeTableParam(call);
  if (table.associations.length > 0) throw dependencyViolation('routeTable', table.id);
  call.world.routeTables.delete(table.id);
}

function associate(call: Call): XmlObject {
  const table = routeTableParam(call);
  const { params, world, aws } = call;
  if (params.has('SubnetId') === params.has('GatewayId')) {
    throw invalidCombination('You must specify exactly one of subnetId and gatewayId.');
  }
  const subnetId = params.has('SubnetId') ? subnetServed(call, table) : undefined;
  const gatewayId = params.has('GatewayId') ? gatewayServed(call, table) : undefined;
  const taken = world.routeTables
    .all()
    .flatMap(({ associations }) => associations)
    .some((other) => (other.subnetId ?? other.gatewayId) === (subnetId ?? gatewayId));
  if (taken) {
    throw new Ec2Error(
      'Resource.AlreadyAssociated',
      `the specified association for route table ${table.id} conflicts with an existing association`,
    );
  }
  const association: RouteTableAssociation = {
    id: aws.ids.fresh(KINDS.routeTableAssociation),
    main: false,
    ...(subnetId === undefined ? {} : { subnetId }),
    ...(gatewayId === undefined ? {} : { gatewayId }),
  };
  table.associations.push(association);
  return { associationId: association.id, ...ASSOCIATED };
}

function subnetServed(call: Call, table: RouteTable): string {
  const subnet = call.world.subnets.find(call, call.params.required('SubnetId'));
  if (subnet.vpcId !== table.vpcId) {
    throw invalidValue(`route table ${table.id} and subnet ${subnet.id} belong to different networks`);
  }
  return subnet.id;
}

/** A table of a gateway routes what comes in from outside: an "edge" table. */
function gatewayServed(call: Call, table: RouteTable): string {
  const id = call.params.required('GatewayId');
  const { internetGateways, vpnGateways } = call.world;
  const gateway = id.startsWith('vgw-') ? vpnGateways.find(call, id) : internetGateways.find(call, id);
  if (gateway.vpcId !== table.vpcId) {
    throw invalidValue(`route table ${table.id} and gateway ${id} belong to different networks`);
  }
  return gateway.id;
}

function disassociate(call: Call): undefined {
  const { table, association } = associationParam(call);
  if (association.main) {
    throw invalidValue(`cannot disassociate the main route table association ${association.id}`);
  }
  table.associations.splice(table.associations.indexOf(association), 1);
}

/** The way to give a subnet another table without a moment in between, and the only way to change the main table. */
function replaceAssociation(call: Call): XmlObject {
  const { table, association } = associationParam(call);
  const next = routeTableParam(call);
  if (next.vpcId !== table.vpcId) {
    throw invalidValue(
      `route table ${next.id} and association ${association.id} belong to different networks`,
    );
  }
  table.associations.splice(table.associations.indexOf(association), 1);
  const replaced = { ...association, id: call.aws.ids.fresh(KINDS.routeTableAssociation) };
  next.associations.push(replaced);
  return { newAssociationId: replaced.id, ...ASSOCIATED };
}

interface Associated {
  readonly table: RouteTable;
  readonly association: RouteTableAssociation;
}

function associationParam(call: Call): Associated {
  const id = call.params.required('AssociationId');
  if (!isIdOf(KINDS.routeTableAssociation, id)) throw malformedId(KINDS.routeTableAssociation, id);
  const found = associated(call);
  if (found) return found;
  throw notFound(KINDS.routeTableAssociation, id);
}

function associated(call: Call): Associated | undefined {
  const id = call.params.text('AssociationId');
  return call.world.routeTables
    .list(call)
    .flatMap((table) => table.associations.map((association) => ({ table, association })))
    .find(({ association }) => association.id === id);
}
