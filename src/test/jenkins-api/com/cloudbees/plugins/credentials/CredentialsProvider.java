package com.cloudbees.plugins.credentials;

import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.*;
import java.util.List;
import org.springframework.security.core.Authentication;
public abstract class CredentialsProvider extends Descriptor<CredentialsProvider>
        implements hudson.ExtensionPoint, Describable<CredentialsProvider> {
    CredentialsProvider() {}
    public static native <C extends IdCredentials> C findCredentialById(
            String id, Class<C> type, Run<?, ?> run, List<DomainRequirement> requirements);
    public static native <C extends IdCredentials> C findCredentialByIdInItemGroup(
            String id, Class<C> type, ItemGroup<?> group, Authentication authentication, List<DomainRequirement> requirements);
    public static native <C extends Credentials> C track(@SuppressWarnings("rawtypes") Run run, C credentials);
}
