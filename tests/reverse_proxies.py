"""How do tests start nginx and Caddy as `deploy/` sets them up, with other ports and less patience?"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.platforms import free_port, process, wait_for_port

ROOT = Path(__file__).parent.parent
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
CADDY = shutil.which("caddy")
_NGINX = """daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log crit;
events {{ worker_connections 512; }}
http {{ client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; include {folder}/planbot.conf; }}
"""


@dataclass(frozen=True)
class Proxy:
    """A reverse proxy before a server on this machine."""

    port: int
    https: bool
    folder: Path

    @property
    def address(self) -> str:
        return f"http{'s' if self.https else ''}://127.0.0.1:{self.port}"

    @property
    def logs(self) -> str:
        """All that it wrote down."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))


@contextmanager
def nginx(upstream: int) -> Iterator[Proxy]:
    """Before the server on this port. Headers may take a second."""
    with tempfile.TemporaryDirectory(prefix="nginx-") as name:
        folder, port, plain = Path(name), free_port(), free_port()
        folder.chmod(0o755)
        given = (ROOT / "deploy/nginx/planbot.conf").read_text(encoding="utf-8")
        lines = [line for line in given.splitlines() if "[::]" not in line]
        changed = "\n".join(lines)
        for old, new in (
            ("listen 443", f"listen 127.0.0.1:{port}"),
            ("listen 80", f"listen 127.0.0.1:{plain}"),
            ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
            ("/etc/letsencrypt/live/plan.example.org/fullchain.pem", str(certificate(folder))),
            ("/etc/letsencrypt/live/plan.example.org/privkey.pem", str(folder / "server.pem")),
            ("/var/log/nginx/", f"{folder}/"),
            ("client_header_timeout 10s", "client_header_timeout 1s"),
        ):
            assert old in changed, old
            changed = changed.replace(old, new)
        (folder / "planbot.conf").write_text(changed, encoding="utf-8")
        (folder / "nginx.conf").write_text(_NGINX.format(folder=folder), encoding="utf-8")
        command = [str(NGINX), "-p", name, "-c", f"{name}/nginx.conf"]
        subprocess.run([*command, "-t", "-q"], check=True)
        with process(command, folder / "output.log") as started:
            wait_for_port(f"http://127.0.0.1:{port}", started, folder / "output.log")
            yield Proxy(port, https=True, folder=folder)


@contextmanager
def caddy(upstream: int) -> Iterator[Proxy]:
    """Before the server on this port, without TLS, as nobody certifies a test. Headers may take a second."""
    with tempfile.TemporaryDirectory(prefix="caddy-") as name:
        folder, port = Path(name), free_port()
        given = (ROOT / "deploy/caddy/Caddyfile").read_text(encoding="utf-8")
        assert "read_header 10s" in given
        (folder / "Caddyfile").write_text(given.replace("read_header 10s", "read_header 1s"), encoding="utf-8")
        settings = {"SITE": f"http://127.0.0.1:{port}", "UPSTREAM": f"127.0.0.1:{upstream}", "HOME": name}
        command = [str(CADDY), "run", "--config", f"{name}/Caddyfile", "--adapter", "caddyfile"]
        with process(command, folder / "output.log", settings) as started:
            wait_for_port(f"http://127.0.0.1:{port}", started, folder / "output.log")
            yield Proxy(port, https=False, folder=folder)


def certificate(folder: Path) -> Path:
    """A file with the key and the certificate of 127.0.0.1, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file = folder / "server.pem"
    file.write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()) + signed.public_bytes(encoding))
    return file
