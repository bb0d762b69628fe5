#!/bin/sh
# Wrap the folder that PyInstaller made into a Debian package.
# usage: build-deb.sh FROZEN_FOLDER VERSION OUTPUT_FOLDER
set -eu

frozen=$1
version=$2
output=$3
here=$(cd "$(dirname "$0")" && pwd)
architecture=$(dpkg --print-architecture)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

install -d "$tree/DEBIAN" "$tree/opt" "$tree/usr/bin" \
    "$tree/usr/share/applications" "$tree/usr/share/doc/kis-desktop"
chmod 755 "$tree"
cp -a "$frozen" "$tree/opt/kis-desktop"
ln -s /opt/kis-desktop/kis-desktop "$tree/usr/bin/kis-desktop"
ln -s /opt/kis-desktop/kis-simulator "$tree/usr/bin/kis-simulator"
install -m 644 "$here/kis-desktop.desktop" "$tree/usr/share/applications/"
install -m 644 "$here/../NOTICE" "$tree/usr/share/doc/kis-desktop/copyright"
icon=$here/../resources/icons/kis-desktop.svg
if [ -f "$icon" ]; then
    install -D -m 644 "$icon" "$tree/usr/share/icons/hicolor/scalable/apps/kis-desktop.svg"
fi

# the C library of the machine that built it is the oldest one it runs on
libc=$(dpkg-query -W -f '${Version}' libc6 | sed 's/-.*//')
cat > "$tree/DEBIAN/control" <<END
Package: kis-desktop
Version: $version
Architecture: $architecture
Maintainer: The kis-desktop authors <nobody@localhost>
Installed-Size: $(du -sk "$tree/opt" | cut -f1)
Depends: libc6 (>= $libc), libegl1, libgl1, libxkbcommon0, libfontconfig1, libfreetype6,
 libglib2.0-0 | libglib2.0-0t64, libdbus-1-3, libxcb1, libx11-xcb1, libxcb-cursor0, libxcb-icccm4,
 libxcb-image0, libxcb-keysyms1, libxcb-randr0, libxcb-render-util0, libxcb-shape0, libxcb-sync1,
 libxcb-xfixes0, libxcb-xkb1, libxkbcommon-x11-0
Section: misc
Priority: optional
Description: trading terminal for the Open API of Korea Investment & Securities
 Native charts, order books and orders for Korean and overseas markets, with a
 market of its own to practise on.
END

dpkg-deb --root-owner-group -Zxz --build "$tree" \
    "$output/kis-desktop_${version}_${architecture}.deb"
