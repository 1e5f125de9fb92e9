package io.jenkins.plugins.openfactory.exec.sandbox;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names and numbers of the system calls that the sandboxes refuse, from the headers of Linux 6.1 and later additions. */
final class SystemCalls {
    /** Refused as not permitted. */
    static final List<String> NEVER =
            words("mount umount2 pivot_root chroot setns move_mount open_tree open_tree_attr fsopen fsconfig "
                    + "fsmount fspick mount_setattr perf_event_open add_key request_key keyctl userfaultfd bpf "
                    + "open_by_handle_at fanotify_init kexec_load kexec_file_load init_module finit_module "
                    + "delete_module reboot swapon swapoff acct quotactl quotactl_fd vhangup syslog lookup_dcookie "
                    + "nfsservctl iopl ioperm modify_ldt pidfd_getfd process_madvise kcmp ");

    /** Refused as not there, so that programs fall back to what they used before. */
    static final List<String> ABSENT =
            words("clone3 io_uring_setup io_uring_enter io_uring_register memfd_create memfd_secret ");

    /** Changes of modes, owners, times and extended attributes, which Landlock does not govern. */
    static final List<String> METADATA =
            words("chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat setxattr lsetxattr fsetxattr "
                    + "setxattrat removexattr lremovexattr fremovexattr removexattrat utime utimes utimensat futimesat "
                    + "file_setattr ");

    static final Map<String, Integer> X86_64 =
            numbers("mount=165 umount2=166 pivot_root=155 chroot=161 setns=308 move_mount=429 open_tree=428 "
                    + "open_tree_attr=467 fsopen=430 fsconfig=431 fsmount=432 fspick=433 mount_setattr=442 "
                    + "perf_event_open=298 add_key=248 request_key=249 keyctl=250 userfaultfd=323 bpf=321 "
                    + "open_by_handle_at=304 fanotify_init=300 kexec_load=246 kexec_file_load=320 init_module=175 "
                    + "finit_module=313 delete_module=176 reboot=169 swapon=167 swapoff=168 acct=163 quotactl=179 "
                    + "quotactl_fd=443 vhangup=153 syslog=103 lookup_dcookie=212 nfsservctl=180 iopl=172 ioperm=173 "
                    + "modify_ldt=154 pidfd_getfd=438 process_madvise=440 kcmp=312 clone3=435 io_uring_setup=425 "
                    + "io_uring_enter=426 io_uring_register=427 memfd_create=319 memfd_secret=447 chmod=90 fchmod=91 "
                    + "fchmodat=268 fchmodat2=452 chown=92 fchown=93 lchown=94 fchownat=260 setxattr=188 lsetxattr=189 "
                    + "fsetxattr=190 setxattrat=463 removexattr=197 lremovexattr=198 fremovexattr=199 "
                    + "removexattrat=466 utime=132 utimes=235 utimensat=280 futimesat=261 file_setattr=469 clone=56 "
                    + "unshare=272 ioctl=16 shmget=29 socket=41 setsid=112 setpgid=109 ");

    static final Map<String, Integer> AARCH64 =
            numbers("mount=40 umount2=39 pivot_root=41 chroot=51 setns=268 move_mount=429 open_tree=428 "
                    + "open_tree_attr=467 fsopen=430 fsconfig=431 fsmount=432 fspick=433 mount_setattr=442 "
                    + "perf_event_open=241 add_key=217 request_key=218 keyctl=219 userfaultfd=282 bpf=280 "
                    + "open_by_handle_at=265 fanotify_init=262 kexec_load=104 kexec_file_load=294 init_module=105 finit_module=273 "
                    + "delete_module=106 reboot=142 swapon=224 swapoff=225 acct=89 quotactl=60 quotactl_fd=443 "
                    + "vhangup=58 syslog=116 lookup_dcookie=18 nfsservctl=42 pidfd_getfd=438 process_madvise=440 "
                    + "kcmp=272 clone3=435 io_uring_setup=425 io_uring_enter=426 io_uring_register=427 "
                    + "memfd_create=279 memfd_secret=447 fchmod=52 fchmodat=53 fchmodat2=452 fchown=55 fchownat=54 "
                    + "setxattr=5 lsetxattr=6 fsetxattr=7 setxattrat=463 removexattr=14 lremovexattr=15 "
                    + "fremovexattr=16 removexattrat=466 utimensat=88 file_setattr=469 clone=220 unshare=97 ioctl=29 "
                    + "shmget=194 socket=198 setsid=157 setpgid=154 ");

    private SystemCalls() {}

    private static List<String> words(String text) {
        return List.of(text.trim().split(" "));
    }

    private static Map<String, Integer> numbers(String text) {
        Map<String, Integer> numbers = new TreeMap<>();
        for (String pair : words(text)) {
            int equals = pair.indexOf('=');
            numbers.put(pair.substring(0, equals), Integer.valueOf(pair.substring(equals + 1)));
        }
        return numbers;
    }
}
