package io.jenkins.plugins.openfactory.evidence.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DsseTest {
    private static final String TYPE = "application/vnd.in-toto+json";

    /** The example key pair of RFC 8410, section 10. */
    private static final String SECRET = "-----BEGIN PRIVATE " + "KEY-----\n"
            + "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";

    private static final String PUBLIC = "-----BEGIN PUBLIC KEY-----\n"
            + "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";

    @TempDir
    Path folder;

    @Test
    void shouldEncodeAsTheSpecificationsExample() {
        byte[] pae = Dsse.pae("http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8));

        assertThat(new String(pae, StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void shouldCountLengthsInBytes() {
        assertThat(new String(Dsse.pae("ü", "äö".getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 2 ü 4 äö");
    }

    @Test
    void shouldReadTheKeysOfTheStandardsExample() {
        SigningKey key = SigningKey.parse(SECRET);

        assertThat(key.known().pem()).isEqualTo(PUBLIC);
        assertThat(key.known()).isEqualTo(VerifyingKey.parse(PUBLIC).get(0));
        assertThat(key.toString())
                .doesNotContain("1O5y2_kTWErVttjx")
                .contains(key.known().id());
    }

    @Property(tries = 40)
    void shouldBeVerifiedByAnotherImplementation(@ForAll byte[] payload, @ForAll String type) throws IOException {
        SigningKey key = SigningKey.generate();
        JsonNode envelope = Json.read(
                key.sign(type.replaceAll("[\\ud800-\\udfff]", "?"), payload).text());

        assertThat(bouncyCastleVerifies(envelope, key.known().pem())).isTrue();
        ((com.fasterxml.jackson.databind.node.ObjectNode) envelope).put("payloadType", "x" + type);
        assertThat(bouncyCastleVerifies(envelope, key.known().pem())).isFalse();
    }

    /** Verifies an envelope with nothing of ours: the signed bytes are put together here, the rest is Bouncy Castle's. */
    private static boolean bouncyCastleVerifies(JsonNode envelope, String pem) throws IOException {
        byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asText());
        byte[] type = envelope.path("payloadType").asText().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(type);
        signed.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(payload);
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        Ed25519PublicKeyParameters key =
                (Ed25519PublicKeyParameters) PublicKeyFactory.createKey(SubjectPublicKeyInfo.getInstance(der));
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(false, key);
        signer.update(signed.toByteArray(), 0, signed.size());
        return signer.verifySignature(Base64.getDecoder()
                .decode(envelope.path("signatures").path(0).path("sig").asText()));
    }

    @Test
    void shouldBeVerifiedByOpenssl() throws IOException, InterruptedException {
        assumeTrue(hasOpenssl(), "openssl 3 with Ed25519 is not installed");
        SigningKey key = SigningKey.generate();
        byte[] payload = "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8);
        JsonNode envelope = Json.read(key.sign(TYPE, payload).text());
        String sig = envelope.path("signatures").path(0).path("sig").asText();
        Files.writeString(folder.resolve("key.pem"), key.known().pem());
        Files.write(folder.resolve("sig"), Base64.getDecoder().decode(sig));
        Files.writeString(folder.resolve("pae"), "DSSEv1 28 " + TYPE + " 8 {\"a\":1}\n");

        String[] verify = {
            "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "pae", "-sigfile", "sig"
        };
        assertThat(exit(verify)).isZero();
        Files.writeString(folder.resolve("pae"), "DSSEv1 28 " + TYPE + " 8 {\"a\":2}\n");
        assertThat(exit(verify)).isNotZero();
    }

    private boolean hasOpenssl() throws InterruptedException {
        try {
            return exit("openssl", "genpkey", "-algorithm", "ed25519", "-out", "made.pem") == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private int exit(String... command) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
    }

    @Property(tries = 60)
    void shouldReadWhatItWritesAndNoticeEveryChange(@ForAll byte[] payload, @ForAll int at) {
        SigningKey key = SigningKey.parse(SECRET);
        String text = key.sign(TYPE, payload).text();

        Dsse read = Dsse.parse(text);
        assertThat(read.text()).isEqualTo(text);
        assertThat(read.isSignedBy(key.known())).isTrue();
        assertThat(read.isSignedBy(SigningKey.generate().known())).isFalse();
        byte[] other = payload.length == 0 ? new byte[] {1} : payload.clone();
        other[Math.floorMod(at, other.length)] ^= 1;
        assertThat(new Dsse(TYPE, other, read.signatures()).isSignedBy(key.known()))
                .isFalse();
    }

    @Test
    void shouldRefuseWhatIsNoEnvelope() {
        for (String text : List.of(
                "[]",
                "{\"payload\":\"\",\"payloadType\":\"x\"}",
                "{\"payload\":\"\",\"payloadType\":\"x\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"x\",\"signatures\":[],\"more\":1}",
                "{\"payload\":\"!\",\"payloadType\":\"x\",\"signatures\":[]}")) {
            assertThatThrownBy(() -> Dsse.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldSignNothingWithoutASignature() {
        assertThat(new Dsse(TYPE, new byte[0], List.of())
                        .isSignedBy(SigningKey.generate().known()))
                .isFalse();
        assertThat(new Dsse(TYPE, new byte[0], List.of(new Dsse.Signature("", "AA==")))
                        .isSignedBy(SigningKey.generate().known()))
                .isFalse();
    }

    @Test
    void shouldNameWhatIsWrongWithAKey() {
        assertThatThrownBy(() -> VerifyingKey.parse("hello")).hasMessageContaining("holds no '-----BEGIN PUBLIC KEY");
        assertThatThrownBy(() -> VerifyingKey.parse(SECRET)).hasMessageContaining("a PRIVATE KEY where a PUBLIC KEY");
        assertThatThrownBy(() -> SigningKey.parse(PUBLIC)).hasMessageContaining("openssl genpkey -algorithm ed25519");
        assertThatThrownBy(() -> SigningKey.parse(SECRET.replace("BCIEIN", "BCIEI")))
                .hasMessage("its key is no Ed25519 private key");
        assertThat(VerifyingKey.parse(PUBLIC + "and\n" + PUBLIC)).hasSize(2);
    }
}
