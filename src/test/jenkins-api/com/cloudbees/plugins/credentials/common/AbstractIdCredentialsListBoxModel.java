package com.cloudbees.plugins.credentials.common;

import hudson.model.Item;
import org.springframework.security.core.Authentication;
public abstract class AbstractIdCredentialsListBoxModel<T extends AbstractIdCredentialsListBoxModel<T, C>, C extends IdCredentials>
        extends hudson.util.ListBoxModel {
    private static final long serialVersionUID = 1;
    public native AbstractIdCredentialsListBoxModel<T, C> includeEmptyValue();
    public native AbstractIdCredentialsListBoxModel<T, C> includeAs(Authentication authentication, Item context, Class<? extends C> type);
    public native AbstractIdCredentialsListBoxModel<T, C> includeCurrentValue(String value);
}
