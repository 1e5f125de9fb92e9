package io.jenkins.plugins.openfactory.evidence.sign;

import io.jenkins.plugins.openfactory.id.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public half of an Ed25519 key (RFC 8032). Immutable.
 *
 * @param id SHA-256 of the key's DER form (SubjectPublicKeyInfo, RFC 8410) in hexadecimal digits: its fingerprint
 */
public record VerifyingKey(String id, PublicKey key) {
    /** Where a bundle has it. */
    public static final String PATH = "provenance.pub.pem";

    static final String ALGORITHM = "Ed25519";

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");
    private static final String LABEL = "PUBLIC KEY";

    static VerifyingKey of(PublicKey key) {
        return new VerifyingKey(Sha256.hex(key.getEncoded()), key);
    }

    /**
     * Reads the keys of a PEM text, for instance what {@code openssl pkey -pubout} writes; texts around them are passed
     * over.
     *
     * @return at least one
     * @throws IllegalArgumentException naming what is wrong
     */
    public static List<VerifyingKey> parse(String pem) {
        List<VerifyingKey> keys = new ArrayList<>();
        Matcher block = BLOCK.matcher(pem);
        while (block.find()) {
            if (!block.group(1).equals(LABEL)) {
                throw new IllegalArgumentException("it holds a " + block.group(1) + " where a " + LABEL + " belongs");
            }
            keys.add(of(decode(block.group(2))));
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it holds no '-----BEGIN " + LABEL + "-----' block");
        }
        return keys;
    }

    private static PublicKey decode(String base64) {
        byte[] der = Base64.getMimeDecoder().decode(base64);
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its key is no Ed25519 public key: " + e.getMessage(), e);
        }
    }

    /** The key as a PEM file. */
    public String pem() {
        return pem(LABEL, key.getEncoded());
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    /** Whether this is the key's signature, in Base64, over these bytes; not for anything that is no signature. */
    boolean verifies(byte[] signed, String base64) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(signed);
            return check.verify(Base64.getDecoder().decode(base64));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
