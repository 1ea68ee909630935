// A message centre that speaks SMPP 3.4, for tests: the server of npm `smpp`, and what a centre may do with a message.
//
// It is told what to do by the environment, and writes what happens as lines of JSON: {"event": …}.
//   SMSC_PORT                    of 127.0.0.1; 0 chooses a free one
//   SMSC_SYSTEM_ID SMSC_PASSWORD whom it lets in
//   SMSC_BIND                    `refused` lets nobody in, `silent` does not answer
//   SMSC_REPLIES                 {"<number without +>": "<reply>", "*": "<reply>"}; where none fits, it takes the message.
//                                Replies: taken, deaf, silent, late, twice, closes, garbage, 0x… for a command_status,
//                                and `first 0x…`, which takes the first part of a message and refuses the others
//   SMSC_LATE_MS                 how late `late` is
//   SMSC_ASKS                    `yes`: it asks after each bind whether we are there, and delivers a receipt for each message
//   SMSC_CERTIFICATE SMSC_KEY    files in PEM, for TLS
'use strict';
const fs = require('fs');
const smpp = require('smpp');

const env = process.env;
const replies = JSON.parse(env.SMSC_REPLIES || '{}');
const tell = (event, more) => console.log(JSON.stringify({ event, ...more }));

function bind(session, pdu) {
  if (env.SMSC_BIND === 'silent') return;
  const right = pdu.system_id === env.SMSC_SYSTEM_ID && pdu.password === env.SMSC_PASSWORD;
  if (!right || env.SMSC_BIND === 'refused') {
    tell('bind_refused');
    session.send(pdu.response({ command_status: right ? smpp.ESME_RBINDFAIL : smpp.ESME_RINVPASWD }));
    session.close();
    return;
  }
  tell('bound');
  session.send(pdu.response({ system_id: 'SMSC' }));
  if (env.SMSC_ASKS) session.enquire_link({}, () => tell('enquire_link_answered'));
}

function submit(session, pdu) {
  const { message, udh } = pdu.short_message;
  // Reference, total and number of a part.
  const part = udh && udh.length ? [...udh[0].subarray(2)] : null;
  tell('submit', {
    to: pdu.destination_addr,
    from: pdu.source_addr,
    text: message.toString(),
    to_kind: [pdu.dest_addr_ton, pdu.dest_addr_npi],
    from_kind: [pdu.source_addr_ton, pdu.source_addr_npi],
    data_coding: pdu.data_coding,
    esm_class: pdu.esm_class,
    part,
  });
  const take = () => session.send(pdu.response({ message_id: `m${pdu.sequence_number}` }));
  const refuse = (status) => session.send(pdu.response({ command_status: Number(status) }));
  const [reply, status] = (replies[pdu.destination_addr] || replies['*'] || 'taken').split(' ');
  switch (reply) {
    case 'taken': take(); break;
    case 'deaf': take(); session.pause(); break;
    case 'silent': break;
    case 'late': setTimeout(take, Number(env.SMSC_LATE_MS)); break;
    case 'twice': take(); take(); break;
    case 'closes': session.destroy(); break;
    case 'garbage': session.socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'); break;
    case 'first': part && part[2] === 1 ? take() : refuse(status); break;
    default: refuse(reply);
  }
  if (env.SMSC_ASKS) {
    const receipt = { source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: 4, short_message: 'stat:DELIVRD' };
    session.deliver_sm(receipt, () => tell('deliver_sm_answered'));
  }
}

const tls = env.SMSC_KEY && { key: fs.readFileSync(env.SMSC_KEY), cert: fs.readFileSync(env.SMSC_CERTIFICATE) };
const server = smpp.createServer(tls || {}, (session) => {
  // A client that goes away is no concern of ours.
  session.on('error', () => {});
  session.on('bind_transceiver', (pdu) => bind(session, pdu));
  session.on('submit_sm', (pdu) => submit(session, pdu));
  session.on('enquire_link', (pdu) => { tell('enquire_link'); session.send(pdu.response()); });
  session.on('unbind', (pdu) => { tell('unbind'); session.send(pdu.response()); session.close(); });
});
server.on('tlsClientError', () => {});
// It says when it is asked that all before was said, and ends with whoever started it.
process.stdin.on('data', () => tell('all_said')).on('end', () => process.exit());
server.listen(Number(env.SMSC_PORT), '127.0.0.1', () => tell('listening', { port: server.address().port }));
