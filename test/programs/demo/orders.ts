// A small shop. Orders come in, three clerks price them, a mailer sends the invoices. It works for a while, and
// then it stops without a word. Run it with F5 and look at the Sluice sidebar.
import { chan, go, sleep } from "sluice";

interface Order {
  readonly id: number;
  readonly customer: string;
}

interface Invoice {
  readonly order: Order;
  readonly cents: number;
}

const ORDERS = Number(process.argv[2] ?? 24);

const orders = chan<Order>(4, "orders");
const invoices = chan<Invoice>(0, "invoices");

/** Plain async functions: two requests side by side, as in any program. */
async function priceOf(order: Order): Promise<number> {
  const [base, discount] = await Promise.all([fetchPrice(order), fetchDiscount(order.customer)]);
  return base - discount;
}

async function fetchPrice(order: Order): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 700));
  return 1000 + order.id;
}

async function fetchDiscount(customer: string): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 400));
  return customer.length;
}

async function clerk(): Promise<void> {
  for await (const order of orders) {
    await invoices.send({ order, cents: await priceOf(order) });
  }
}

async function mailer(): Promise<number> {
  let sent = 0;
  for await (const { order, cents } of invoices) {
    await sleep(100);
    sent++;
    console.log(`invoice ${order.id} to ${order.customer}: ${(cents / 100).toFixed(2)}`);
  }
  return sent;
}

async function takeOrders(): Promise<void> {
  for (let id = 1; id <= ORDERS; id++) {
    await orders.send({ id, customer: id % 2 === 0 ? "Ada" : "Grace" });
  }
  orders.close();
}

async function main(): Promise<void> {
  const clerks = [go(clerk), go(clerk), go(clerk)];
  const mail = go(mailer);
  await takeOrders();
  await Promise.all(clerks);
  // The bug: nobody closes `invoices`, so the mailer waits for one more for ever.
  console.log(`${await mail} invoices sent`);
}

void main();
