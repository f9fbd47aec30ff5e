"""A person on Matrix, by a client that shares no code with the bot's: matrix-nio with libolm.

Takes one JSON object a line ({"id", "do", ...}), answers each with one ({"id", "ok"} or {"id", "error"}), and between
these tells every event that it sees as {"event": ..., "room": ..., "decrypted": bool}.
"""

import asyncio
import hashlib
import hmac
import json
import os
import sys
import uuid

import aiohttp
import nio
from nio.api import Api
from nio.crypto import OutboundGroupSession
from nio.crypto.attachments import decrypt_attachment, encrypt_attachment
from olm import OlmVerifyError, ed25519_verify

HOMESERVER, NAME, PASSWORD, SECRET, STORE = sys.argv[1:6]


def tell(**what):
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


async def register(http):
    path = HOMESERVER + "/_synapse/admin/v1/register"
    async with http.get(path) as answer:
        nonce = (await answer.json())["nonce"]
    parts = "\x00".join([nonce, NAME, PASSWORD, "notadmin"])
    mac = hmac.new(SECRET.encode(), parts.encode(), hashlib.sha1).hexdigest()
    body = {"nonce": nonce, "username": NAME, "password": PASSWORD, "admin": False, "mac": mac}
    async with http.post(path, json=body) as answer:
        if answer.status != 200 and "M_USER_IN_USE" not in await answer.text():
            raise RuntimeError(await answer.text())


class Person:
    def __init__(self, client, http):
        self.client, self.http = client, http

    async def raw(self, method, path, body=None, version="v3"):
        headers = {"Authorization": "Bearer " + self.client.access_token}
        url = f"{HOMESERVER}/_matrix/client/{version}{path}"
        async with self.http.request(method, url, json=body, headers=headers) as answer:
            return {"status": answer.status, "body": await answer.json()}

    async def create(self, encrypted, invite, **more):
        state = []
        if encrypted:
            content = {"algorithm": "m.megolm.v1.aes-sha2"}
            state.append({"type": "m.room.encryption", "state_key": "", "content": content})
        made = await self.raw(
            "POST", "/createRoom", {"initial_state": state, "invite": invite, "preset": "private_chat", **more}
        )
        room = made["body"]["room_id"]
        while room not in self.client.rooms:
            await asyncio.sleep(0.05)
        return room

    async def know_devices(self, room):
        """Whoever is in the room is known with all devices, so that keys are shared with them."""
        if not self.client.rooms[room].members_synced:
            await self.client.joined_members(room)
        while self.client.should_query_keys:
            await self.client.keys_query()

    async def send(self, room, content, kind="m.room.message"):
        await self.know_devices(room)
        transaction = str(uuid.uuid4())
        for _ in range(100):
            try:
                sent = await self.client.room_send(room, kind, content, transaction, ignore_unverified_devices=True)
                if not isinstance(sent, nio.RoomSendResponse):
                    raise RuntimeError(str(sent))
                return sent.event_id
            except (aiohttp.ClientError, asyncio.TimeoutError, ConnectionError):
                # The homeserver is being restarted.
                await asyncio.sleep(0.2)
        raise RuntimeError("the homeserver is gone")

    async def wait_for_members(self, room, count):
        while len(self.client.rooms[room].users) < count or not self.client.rooms[room].members_synced:
            if not self.client.rooms[room].members_synced:
                await self.client.joined_members(room)
            await asyncio.sleep(0.05)
        await self.know_devices(room)
        return sorted(self.client.rooms[room].users)

    async def join(self, room):
        joined = await self.client.join(room)
        if not isinstance(joined, nio.JoinResponse):
            raise RuntimeError(str(joined))
        while room not in self.client.rooms:
            await asyncio.sleep(0.05)
        return room

    async def fetch(self, file):
        got = await self.client.download(file["url"])
        body = got.body
        if "key" in file:
            body = decrypt_attachment(body, file["key"]["k"], file["hashes"]["sha256"], file["iv"])
        return {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), "head": body[:8].hex()}

    async def devices_of(self, user):
        return (await self.raw("POST", "/keys/query", {"device_keys": {user: []}}))["body"]

    async def log_in(self, user):
        """Another session of an account, without keys: its token and device."""
        body = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user}, "password": PASSWORD}
        async with self.http.post(HOMESERVER + "/_matrix/client/v3/login", json=body) as answer:
            return await answer.json()

    async def log_out(self, token):
        headers = {"Authorization": "Bearer " + token}
        async with self.http.post(HOMESERVER + "/_matrix/client/v3/logout", headers=headers) as answer:
            return await answer.json()

    async def identity_of(self, user):
        """The public master key of somebody, and the devices that it stands for: each signature is verified by libolm."""
        told = await self.devices_of(user)
        master, signer = told["master_keys"][user], told["self_signing_keys"][user]

        def key(of):
            return next(iter(of["keys"].values()))

        def is_signed(what, by):
            signatures = what.get("signatures", {}).get(user, {})
            signature = signatures.get("ed25519:" + key(by))
            bare = {name: value for name, value in what.items() if name not in ("signatures", "unsigned")}
            try:
                ed25519_verify(key(by), Api.to_canonical_json(bare), signature or "")
                return True
            except OlmVerifyError:
                return False

        devices = told["device_keys"].get(user, {})
        signed = [name for name, device in devices.items() if is_signed(signer, master) and is_signed(device, signer)]
        return {"master": key(master), "devices": sorted(devices), "signed": sorted(signed)}

    async def begin_verification(self, user):
        """Starts to compare emoji with the only device of somebody; the number of the transaction."""
        self.client.olm.users_for_key_query.add(user)
        await self.client.keys_query()
        device = next(self.client.device_store.active_user_devices(user))
        message = self.client.create_key_verification(device)
        await self.client.to_device(message)
        return message.content["transaction_id"]

    async def emoji(self, transaction):
        """What is to be compared."""
        sas = self.client.key_verifications[transaction]
        while not sas.other_key_set:
            if sas.canceled:
                raise RuntimeError(sas.cancel_reason)
            await asyncio.sleep(0.05)
        return [list(emoji) for emoji in sas.get_emoji()]

    async def confirm(self, transaction):
        """Says that it is the same; the devices that are verified by it."""
        sas = self.client.key_verifications[transaction]
        await self.client.confirm_short_auth_string(transaction)
        while not sas.verified and not sas.canceled:
            await asyncio.sleep(0.05)
        return sas.verified_devices

    async def deny(self, transaction, reject):
        await self.client.cancel_key_verification(transaction, reject=reject)

    async def upload(self, text, name, encrypted, times=1, size=None):
        """Uploads a file of so many times the text; the content of a message that has it."""
        body = text.encode() * times
        told = {"msgtype": "m.file", "body": name, "filename": name, "info": {"size": size or len(body)}}
        if encrypted:
            body, keys = encrypt_attachment(body)
        headers = {"Authorization": "Bearer " + self.client.access_token, "Content-Type": "application/octet-stream"}
        async with self.http.post(HOMESERVER + "/_matrix/media/v3/upload", data=body, headers=headers) as answer:
            address = (await answer.json())["content_uri"]
        if encrypted:
            told["file"] = {**keys, "url": address}
        else:
            told["url"] = address
        return told

    async def withhold(self, room, content, kind="m.room.message"):
        """Sends a message whose keys are not shared with anybody, and keeps them back."""
        olm = self.client.olm
        self.client.invalidate_outbound_session(room)
        olm.create_outbound_group_session(room)
        session = olm.outbound_group_sessions[room]
        session.shared = True
        # Every message moves the session on; whoever gets the keys afterwards can't read what went before.
        self.kept = session.pickle("kept")
        encrypted = olm.group_encrypt(room, {"content": content, "type": kind})
        txn = "withheld" + session.id.replace("/", "_").replace("+", "-")
        sent = await self.raw("PUT", f"/rooms/{room}/send/m.room.encrypted/{txn}", encrypted)
        return sent["body"]["event_id"]

    async def hand_over(self, room):
        """Shares the keys that were kept back."""
        session = OutboundGroupSession.from_pickle(self.kept, "kept")
        fresh = OutboundGroupSession()
        for name in ("max_age", "max_messages", "creation_time", "message_count", "users_shared_with", "users_ignored", "shared"):
            setattr(session, name, getattr(fresh, name))
        self.client.olm.outbound_group_sessions[room] = session
        shared = await self.client.share_group_session(room, ignore_unverified_devices=True)
        # It is not at the same place as the one that wrote.
        self.client.invalidate_outbound_session(room)
        return type(shared).__name__


async def main():
    async with aiohttp.ClientSession() as http:
        await register(http)
        if STORE == "-":
            tell(ready=True)
            return
        os.makedirs(STORE, exist_ok=True)
        config = nio.AsyncClientConfig(store_sync_tokens=True, encryption_enabled=True, max_limit_exceeded=0)
        client = nio.AsyncClient(HOMESERVER, NAME, store_path=STORE, config=config)
        logged = await client.login(PASSWORD, device_name="person")
        if not isinstance(logged, nio.LoginResponse):
            raise RuntimeError(str(logged))
        person = Person(client, http)

        async def seen(room, event):
            tell(
                event=event.source,
                room=room.room_id,
                decrypted=bool(getattr(event, "decrypted", False)),
            )

        async def invited(room, event):
            if event.source.get("state_key") == client.user_id:
                tell(event=event.source, room=room.room_id, decrypted=False)

        async def cancelled(event):
            tell(cancelled=event.transaction_id, code=event.code)

        client.add_to_device_callback(cancelled, nio.KeyVerificationCancel)
        client.add_event_callback(seen, nio.Event)
        client.add_event_callback(invited, nio.InviteEvent)
        sync_filter = {"room": {"timeline": {"limit": 1000}}}

        async def sync():
            while True:
                try:
                    answer = await client.sync(timeout=20000, sync_filter=sync_filter)
                    if not isinstance(answer, nio.SyncResponse):
                        await asyncio.sleep(0.2)
                        continue
                    if client.should_upload_keys:
                        await client.keys_upload()
                    if client.should_query_keys:
                        await client.keys_query()
                    if client.should_claim_keys:
                        await client.keys_claim(client.get_users_for_key_claiming())
                    await client.send_to_device_messages()
                except (aiohttp.ClientError, asyncio.TimeoutError, ConnectionError):
                    # The homeserver is being restarted.
                    await asyncio.sleep(0.2)

        syncing = asyncio.create_task(sync())
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
        )
        tell(ready=True, user=client.user_id, token=client.access_token, device=client.device_id)

        async def do(asked):
            try:
                given = {key: value for key, value in asked.items() if key not in ("id", "do")}
                tell(id=asked["id"], ok=await getattr(person, asked["do"])(**given))
            except Exception as error:
                tell(id=asked["id"], error=repr(error))

        doing = set()
        while line := await lines.readline():
            task = asyncio.create_task(do(json.loads(line)))
            doing.add(task)
            task.add_done_callback(doing.discard)
        syncing.cancel()
        await client.close()


asyncio.run(main())
