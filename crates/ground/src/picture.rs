//! Pictures that somebody sends, made into ones that may stand on a page: opened within bounds, made small, and written
//! anew as PNG. So nothing of the file itself reaches a reader: no metadata, nothing hidden behind the picture, no more
//! pixels than are shown.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::{self, FilterType as Smooth};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits,
    RgbaImage,
};

use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// Bytes of a file at most.
pub const MOST: usize = 2_000_000;
/// Pixels of a side at most.
pub const SIDE: u32 = 4_000;
/// Bytes that opening one may take: sixteen million pixels of four bytes, and what a decoder needs beside them.
const ROOM: u64 = 96 * 1024 * 1024;
/// Pictures are opened one at a time, so that the memory of many is never needed.
static ONE: Semaphore = Semaphore::const_new(1);
/// CSS pixels that a logo may take on a page.
pub const FRAME: (u32, u32) = (200, 40);
/// How sharp it is kept, in pixels for one of CSS: the first that weighs little enough, or the last.
const SHARP: [u32; 3] = [3, 2, 1];
/// What a page's first visit can spare for it.
const WEIGHT: usize = 16 * 1024;

/// A picture as it is kept.
#[derive(Clone, Debug)]
pub struct Picture {
    pub png: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Why a file is no picture for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// SVG: a picture that can carry script.
    Drawn,
    /// Neither PNG, JPEG nor WebP.
    Foreign,
    /// Cut off, or not what it begins as.
    Damaged,
    /// More pixels than [`SIDE`], or more memory than it is given.
    Large,
    /// Nothing in it can be seen.
    Blank,
}

/// Makes the picture of `file`, away from the threads that answer requests.
pub async fn made(file: Vec<u8>) -> Result<std::result::Result<Picture, Unfit>> {
    let turn = ONE.acquire().await.map_err(Error::internal)?;
    let making = move || {
        let _turn = turn;
        make(&file)
    };
    match tokio::task::spawn_blocking(making).await {
        Ok(made) => made,
        // A file that brings its decoder down is one that cannot be read.
        Err(stopped) if stopped.is_panic() => Ok(Err(Unfit::Damaged)),
        Err(_) => Err(Error::internal("work on a picture was stopped")),
    }
}

fn make(file: &[u8]) -> Result<std::result::Result<Picture, Unfit>> {
    let image = match open(file) {
        Ok(image) => image,
        Err(why) => return Ok(Err(why)),
    };
    if image.pixels().all(|pixel| pixel.0[3] == 0) {
        return Ok(Err(Unfit::Blank));
    }
    let (mut image, mut kept) = (image, None);
    for sharp in SHARP {
        image = shrunk(image, (FRAME.0 * sharp, FRAME.1 * sharp));
        let (width, height) = image.dimensions();
        let mut png = Vec::new();
        PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive)
            .write_image(image.as_raw(), width, height, ExtendedColorType::Rgba8)
            .map_err(Error::internal)?;
        let light = png.len() <= WEIGHT;
        kept = Some(Picture { png, width, height });
        if light {
            break;
        }
    }
    kept.map(Ok).ok_or_else(|| Error::internal("a picture of no size"))
}

/// The first picture of a file, upright, by what the file holds and whatever it is called.
fn open(file: &[u8]) -> std::result::Result<RgbaImage, Unfit> {
    let format = match image::guess_format(file) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => format,
        _ if is_drawn(file) => return Err(Unfit::Drawn),
        _ => return Err(Unfit::Foreign),
    };
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(SIDE), Some(SIDE), Some(ROOM));
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let unfit = |error: ImageError| match error {
        ImageError::Limits(_) => Unfit::Large,
        _ => Unfit::Damaged,
    };
    let mut decoder = reader.into_decoder().map_err(unfit)?;
    // Not every decoder keeps to its limits: what it says of its size is asked before any of it is read.
    let ((width, height), bytes) = (decoder.dimensions(), decoder.total_bytes());
    if width > SIDE || height > SIDE || bytes > ROOM {
        return Err(Unfit::Large);
    }
    let turned = decoder.orientation().map_err(unfit)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(unfit)?;
    image.apply_orientation(turned);
    Ok(image.into_rgba8())
}

/// Whether it is SVG, as text or packed by gzip as `.svgz` is.
fn is_drawn(file: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&file[..file.len().min(4096)]).to_lowercase();
    head.contains("<svg") || file.starts_with(&[0x1f, 0x8b])
}

/// `size` made to fit into `frame`; never larger than it is, never nothing.
pub(crate) fn within((width, height): (u32, u32), frame: (u32, u32)) -> (u32, u32) {
    if width <= frame.0 && height <= frame.1 {
        return (width, height);
    }
    let (w, h) = (u64::from(width), u64::from(height));
    let (fw, fh) = (u64::from(frame.0), u64::from(frame.1));
    let part =
        |side: u64, of: u64, by: u64| u32::try_from(((2 * side * of + by) / (2 * by)).max(1)).unwrap_or(u32::MAX);
    if w * fh > h * fw { (frame.0, part(h, fw, w)) } else { (part(w, fh, h), frame.1) }
}

fn shrunk(mut image: RgbaImage, frame: (u32, u32)) -> RgbaImage {
    let (width, height) = within(image.dimensions(), frame);
    if (width, height) == image.dimensions() {
        return image;
    }
    // What cannot be seen has a colour too, which would shine through at the edges: it weighs as much as it is seen.
    for pixel in image.pixels_mut() {
        let [.., alpha] = pixel.0;
        pixel.0[..3].iter_mut().for_each(|part| *part = scaled(*part, u32::from(alpha), 255));
    }
    let mut small = imageops::resize(&image, width, height, Smooth::CatmullRom);
    for pixel in small.pixels_mut() {
        let [.., alpha] = pixel.0;
        pixel.0[..3].iter_mut().for_each(|part| *part = scaled(*part, 255, u32::from(alpha)));
    }
    small
}

fn scaled(part: u8, by: u32, of: u32) -> u8 {
    u8::try_from(((u32::from(part) * by + of / 2).checked_div(of).unwrap_or(0)).min(255)).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests;
