"""Signs and verifies with OpenSSL's library (and its GOST engine), many cases in one process.

A line of standard input is `sign DIGEST KEY MESSAGE` or `verify DIGEST KEY MESSAGE SIGNATURE`, everything but the
digest in hexadecimal: a key is PKCS#8 or SubjectPublicKeyInfo, and with the digest `raw` the message is the digest
itself. The answer is a line: the signature, `yes`, `no`, or `error TEXT`. With the argument `gost` the engine is
loaded; if it cannot be, the only line is `no engine`. `-` stands for an empty message.
"""

import ctypes
import ctypes.util
import sys

crypto = ctypes.CDLL(ctypes.util.find_library("crypto"))
for name in ("EVP_MD_CTX_new", "EVP_PKEY_CTX_new", "EVP_get_digestbyname", "d2i_PUBKEY", "d2i_AutoPrivateKey", "ENGINE_by_id"):
    getattr(crypto, name).restype = ctypes.c_void_p
POINTER = ctypes.c_void_p


def key_of(der, private):
    data = ctypes.create_string_buffer(der, len(der))
    at = POINTER(ctypes.addressof(data))
    read = crypto.d2i_AutoPrivateKey if private else crypto.d2i_PUBKEY
    key = read(None, ctypes.byref(at), ctypes.c_long(len(der)))
    if not key:
        raise ValueError("key")
    return POINTER(key)


def of_digest(private, digest, key, message, signature):
    context = POINTER(crypto.EVP_MD_CTX_new())
    try:
        md = POINTER(crypto.EVP_get_digestbyname(digest.encode()))
        begin = crypto.EVP_DigestSignInit if private else crypto.EVP_DigestVerifyInit
        if begin(context, None, md, None, key) != 1:
            raise ValueError("init")
        size = ctypes.c_size_t(len(message))
        if not private:
            return crypto.EVP_DigestVerify(context, signature, ctypes.c_size_t(len(signature)), message, size) == 1
        length = ctypes.c_size_t(1024)
        room = ctypes.create_string_buffer(1024)
        if crypto.EVP_DigestSign(context, room, ctypes.byref(length), message, size) != 1:
            raise ValueError("sign")
        return room.raw[: length.value]
    finally:
        crypto.EVP_MD_CTX_free(context)


def raw(private, key, message, signature):
    context = POINTER(crypto.EVP_PKEY_CTX_new(key, None))
    try:
        begin = crypto.EVP_PKEY_sign_init if private else crypto.EVP_PKEY_verify_init
        if begin(context) != 1:
            raise ValueError("init")
        size = ctypes.c_size_t(len(message))
        if not private:
            return crypto.EVP_PKEY_verify(context, signature, ctypes.c_size_t(len(signature)), message, size) == 1
        length = ctypes.c_size_t(1024)
        room = ctypes.create_string_buffer(1024)
        if crypto.EVP_PKEY_sign(context, room, ctypes.byref(length), message, size) != 1:
            raise ValueError("sign")
        return room.raw[: length.value]
    finally:
        crypto.EVP_PKEY_CTX_free(context)


def answer(line):
    kind, digest, key, message, *rest = line.split()
    private = kind == "sign"
    message = b"" if message == "-" else bytes.fromhex(message)
    signature = bytes.fromhex(rest[0]) if rest else b""
    key = key_of(bytes.fromhex(key), private)
    try:
        if digest == "raw":
            found = raw(private, key, message, signature)
        else:
            found = of_digest(private, digest, key, message, signature)
    finally:
        crypto.EVP_PKEY_free(key)
    return found.hex() if private else ("yes" if found else "no")


def main():
    if sys.argv[1:] == ["gost"]:
        crypto.ENGINE_load_builtin_engines()
        engine = POINTER(crypto.ENGINE_by_id(b"gost"))
        if not engine or crypto.ENGINE_init(engine) != 1 or crypto.ENGINE_set_default(engine, ctypes.c_uint(0xFFFF)) != 1:
            print("no engine")
            return
    for line in sys.stdin:
        try:
            print(answer(line))
        except ValueError as wrong:
            print("error", wrong)


main()
