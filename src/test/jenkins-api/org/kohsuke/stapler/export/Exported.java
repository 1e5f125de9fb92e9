package org.kohsuke.stapler.export;

import java.lang.annotation.*;
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.FIELD})
public @interface Exported {
    int visibility() default 0;
    String name() default "";
}
