#!/usr/bin/env bash
# image.sh FOLDER: a kernel and a root in memory for the guest of the lab, put together from Debian packages.
# Makes FOLDER/kernel, FOLDER/root.cpio, FOLDER/key (an ssh key that the guest lets in), FOLDER/host-key (the guest's own)
# and FOLDER/send-frames. Needs no root.
set -euo pipefail
lab=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
mkdir -p "$1"
out=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

unpack_kernel() {
	local package
	package=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)$/\1/p' | head -n 1)
	[ -n "$package" ] || { echo 'no kernel package is known: run apt-get update' >&2; exit 1; }
	mkdir "$work/download" "$work/linux"
	chmod 755 "$work"
	(cd "$work/download" && apt-get -q -o APT::Sandbox::User=root download "$package")
	dpkg-deb -x "$work"/download/*.deb "$work/linux"
}

# The bare kernel starts at once; the compressed one would unpack itself first, which takes seconds without KVM.
bare_kernel() {
	local image=$1 offset
	for format in 'xz:\xfd7zXZ\x00' 'zstd:\x28\xb5\x2f\xfd'; do
		offset=$(LC_ALL=C grep -abo -P "${format#*:}" "$image" | head -n 1 | cut -d: -f1 || true)
		[ -n "$offset" ] || continue
		# The tool complains of what follows its data: that is no fault.
		tail -c "+$((offset + 1))" "$image" | "${format%%:*}" -dc >"$out/kernel" 2>/dev/null || true
		[ "$(head -c 4 "$out/kernel" | tail -c 3)" = ELF ] && return
	done
	cp "$image" "$out/kernel"
}

# A program and the libraries it is linked with, each at its own path.
add_program() {
	local program library
	program=$(realpath "$(command -v "$1")")
	install -D "$program" "$root${2:-$program}"
	ldd "$program" 2>/dev/null | grep -o '/[^ ]*' | while read -r library; do
		install -D "$(realpath "$library")" "$root$library"
	done || true
}

# What a program loads by itself, with the libraries that it is linked with.
add_plugin() {
	install -D -m 644 "$1" "$root$1"
	ldd "$1" 2>/dev/null | grep -o '/[^ :]*' | while read -r library; do
		[ -e "$root$library" ] || install -D "$(realpath "$library")" "$root$library"
	done || true
}

# sudo for two users: ann needs no password, bob does. There is no /etc/hosts, so that sudo complains as it does on many machines.
add_sudo() {
	local plugin user
	add_program sudo /usr/bin/sudo
	chmod 4755 "$root/usr/bin/sudo"
	for plugin in /usr/libexec/sudo/sudoers.so "$(dpkg -L libpam-modules | grep '/pam_permit\.so$')" "$(dpkg -L libpam-modules | grep '/pam_deny\.so$')"; do
		add_plugin "$plugin"
	done
	mkdir -p "$root/etc/pam.d"
	printf '%s required pam_permit.so\n' account session >"$root/etc/pam.d/sudo"
	echo 'auth required pam_deny.so' >>"$root/etc/pam.d/sudo"
	printf '%s\n' 'ann ALL=(root) NOPASSWD: ALL' 'bob ALL=(root) ALL' >"$root/etc/sudoers"
	chmod 440 "$root/etc/sudoers"
	for user in ann:1000 bob:1001; do
		echo "${user%:*}:x:${user#*:}:${user#*:}::/home/${user%:*}:/bin/sh" >>"$root/etc/passwd"
		echo "${user%:*}:*:19000:0:99999:7:::" >>"$root/etc/shadow"
		install -D -m 644 "$out/key.pub" "$root/home/${user%:*}/.ssh/authorized_keys"
	done
}

add_modules() {
	local kernel=$work/linux version folder module file
	folder=$(echo "$kernel"/lib/modules/*)
	[ -d "$folder" ] || { kernel=$kernel/usr; folder=$(echo "$kernel"/lib/modules/*); }
	version=$(basename "$folder")
	depmod -b "$kernel" "$version"
	mkdir -p "$root/modules"
	for module in virtio_pci virtio_net virtio_rng; do
		modprobe -d "$kernel" -S "$version" --show-depends "$module" | sed -n 's/^insmod \([^ ]*\).*/\1/p'
	done | awk '!seen[$0]++' | while read -r file; do
		module=$(basename "${file%.xz}")
		if [ "$file" = "${file%.xz}" ]; then cp "$file" "$root/modules/$module"; else xz -dc "$file" >"$root/modules/$module"; fi
		echo "$module" >>"$root/modules/order"
	done
}

unpack_kernel
bare_kernel "$(echo "$work"/linux/boot/vmlinuz-*)"
mkdir -p "$root"/{bin,dev/pts,etc/dropbear,proc,root/.ssh,run,sys,tmp,usr/bin,usr/sbin,var/log}
busybox=$(command -v busybox)
install -D "$busybox" "$root/bin/busybox"
"$busybox" --list | while read -r applet; do
	[ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
add_modules
add_program ethtool /usr/libexec/ethtool
install -m 755 "$lab/guest/ethtool" "$root/usr/libexec/ethtool-watched"
ln -s /usr/libexec/ethtool "$root/usr/sbin/ethtool"
add_program dropbear
# The same by another name for the tests themselves: it lives on where they cut the other's connections.
cp "$root$(realpath "$(command -v dropbear)")" "$root/usr/sbin/control-sshd"
add_program perl /usr/bin/perl
add_program flock
# The one of the package: another may come first on the PATH.
add_program /usr/bin/python3 /usr/bin/python3
dpkg -L "lib$(basename "$(realpath /usr/bin/python3)")-minimal" | grep '\.py$' | while read -r file; do
	install -D -m 644 "$file" "$root$file"
done
for source in "$lab"/guest/*.c; do
	gcc -O2 -Wall -Wextra -Werror -static -o "$root/usr/bin/$(basename "$source" .c)" "$source"
done

gcc -O2 -Wall -Wextra -Werror -o "$out/send-frames" "$lab/host/send-frames.c"

[ -e "$out/key" ] || ssh-keygen -q -t ed25519 -N '' -C rssv2-nic-lab -f "$out/key"
dropbearkey -t ed25519 -f "$root/etc/dropbear/dropbear_ed25519_host_key" 2>/dev/null |
	sed -n 's/^\(ssh-ed25519 [^ ]*\).*/\1/p' >"$out/host-key"
install -m 600 "$out/key.pub" "$root/root/.ssh/authorized_keys"
chmod 700 "$root/root" "$root/root/.ssh"
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
echo 'root::19000:0:99999:7:::' >"$root/etc/shadow"
add_sudo
echo /bin/sh >"$root/etc/shells"
install -m 755 "$lab/guest/init" "$root/init"
(cd "$root" && find . | cpio --quiet -o -H newc -R 0:0) >"$out/root.cpio"
