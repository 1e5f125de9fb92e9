package io.jenkins.plugins.openfactory.evidence.sign;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Ed25519 key pair (RFC 8032). Never shown as a text. Safe for any thread. */
public final class SigningKey {
    private static final String LABEL = "PRIVATE KEY";
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
    private static final byte[] SAMPLE = {1, 2, 3};

    private final PrivateKey secret;
    private final VerifyingKey known;

    private SigningKey(PrivateKey secret, VerifyingKey known) {
        this.secret = secret;
        this.known = known;
    }

    /** A new key of the platform's secure random source. */
    public static SigningKey generate() {
        return generate(new SecureRandom());
    }

    private static SigningKey generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, random);
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(pair.getPrivate(), VerifyingKey.of(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 15 and newer have " + VerifyingKey.ALGORITHM, e);
        }
    }

    /**
     * Reads a private key in PEM (PKCS #8, not encrypted), for instance what {@code openssl genpkey -algorithm ed25519}
     * writes.
     *
     * @throws IllegalArgumentException naming what is wrong, never the content
     */
    public static SigningKey parse(String pem) {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("it holds no '-----BEGIN " + LABEL
                    + "-----' block; make one with: openssl genpkey -algorithm ed25519");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(1));
            PrivateKey secret =
                    KeyFactory.getInstance(VerifyingKey.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der));
            return withPublicHalf(secret);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("its key is no Ed25519 private key", e);
        }
    }

    /** The pair is made again from the private half, which is the random seed itself; a signature shows that they fit. */
    private static SigningKey withPublicHalf(PrivateKey secret) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) secret).getBytes().orElseThrow();
        SigningKey key = new SigningKey(secret, generate(new Seed(seed)).known);
        if (!key.known.verifies(SAMPLE, key.signature(SAMPLE))) {
            throw new GeneralSecurityException("the public half could not be derived");
        }
        return key;
    }

    /** A random source that gives a seed and nothing else. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, Math.min(seed.length, bytes.length));
        }
    }

    public VerifyingKey known() {
        return known;
    }

    /** The private key as a PEM file: for the key's own file only. */
    String secretPem() {
        return VerifyingKey.pem(LABEL, secret.getEncoded());
    }

    /** The payload in an envelope with this key's signature. The same payload always gives the same envelope. */
    public Dsse sign(String payloadType, byte[] payload) {
        String sig = signature(Dsse.pae(payloadType, payload));
        return new Dsse(payloadType, payload, List.of(new Dsse.Signature(known.id(), sig)));
    }

    private String signature(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(VerifyingKey.ALGORITHM);
            signature.initSign(secret);
            signature.update(bytes);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs anything", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + known.id() + "]";
    }
}
