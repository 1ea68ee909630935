// Asks the page that confirms addresses for invented tokens, at a steady rate, and tells what it answered.
const autocannon = require('autocannon');
const { randomBytes } = require('node:crypto');

const [url, rate, seconds] = process.argv.slice(2);
const invented = () => `/activate/${randomBytes(32).toString('base64url')}`;

autocannon({
  url,
  connections: 20,
  overallRate: Number(rate),
  duration: Number(seconds),
  requests: [{ setupRequest: (request) => ({ ...request, path: invented() }) }],
}).then(({ requests, errors, timeouts, statusCodeStats, latency }) => {
  const statuses = Object.fromEntries(
    Object.entries(statusCodeStats ?? {}).map(([status, { count }]) => [status, count]),
  );
  console.log(
    JSON.stringify({ asked: requests.total, errors, timeouts, statuses, p99: latency.p99 }),
  );
});
